import {
  isCircuitBreakerError,
  isJobNotFoundError,
  isProtocolError,
  isRetryableError,
  type TranslationError,
} from '../../model/errors.js';
import { isLate } from './lateness.js';
import { decideRetry, hintOf, NO_ATTEMPTS, retryEarly, type Attempts, type Retry } from '../retry/retry.js';
import { errorEvent, withJob } from './answer-events.js';
import { planBySchedule, planPoll } from './plan-poll.js';
import { ended, timedOut } from './timeout.js';
import type { Decision, WatchContext, WatchInput } from './decision.js';
import { wasLastPoll, type WatchState } from './state.js';

/** What a failed poll means for its watch. */
type FailureMeaning =
  /** The network or the service is in trouble. */
  | 'passing'
  /** The circuit is open. */
  | 'not-sent'
  /** The service may not know the job yet. */
  | 'too-early'
  /** A refusal that another poll must confirm. */
  | 'doubt'
  /** The watch ends. */
  | 'final';

/** A poll failed: retry, continue more slowly, or end the watch. A failed poll is not a failed job. */
export function afterFailure(
  before: WatchState,
  { error, isBulk = false }: Omit<Extract<WatchInput, { readonly type: 'failure' }>, 'type'>,
  context: WatchContext,
): Decision {
  const { now } = context;
  const meaning = meaningOf(before, error, now);
  // Refusals with an outage or an open circuit between them do not confirm each other.
  const state = { ...before, doubt: undefined };
  if (wasLastPoll(state, now)) return afterLastPoll(state, error, meaning, context);
  switch (meaning) {
    case 'final':
      return ended(state, withJob(error, state), now);
    case 'too-early':
      return attemptAgain(
        state,
        error,
        retryEarly(state.attempts, context.rules.retry, context.random),
        context,
      );
    case 'doubt':
      return goOnSlowly({ ...state, attempts: NO_ATTEMPTS, doubt: kindOf(error) }, error, context);
    case 'not-sent':
      return goOnSlowly(state, error, context);
    case 'passing':
      return afterPassingFailure(state, error, isBulk, context);
  }
}

/**
 * Before the first answer a refusal is final: the id, the key or the address is wrong. Later it may come from a proxy, a login page or a lagging replica:
 * only the second in a row of the same kind ends the watch.
 */
function meaningOf(state: WatchState, error: TranslationError, now: number): FailureMeaning {
  if (isCircuitBreakerError(error)) return 'not-sent';
  if (isRetryableError(error) || isProtocolError(error)) return 'passing';
  const isUnseen = !state.isSeen;
  if (isUnseen && isJobNotFoundError(error) && now < (state.notFoundUntil ?? 0)) return 'too-early';
  return isUnseen || state.doubt === kindOf(error) ? 'final' : 'doubt';
}

/** Refusals of one kind confirm each other. An HTML page is another kind than the service's own JSON: it may come from a proxy. */
function kindOf(error: TranslationError): string {
  const { status, code } = error as { readonly status?: number; readonly code?: string };
  return `${error.name} ${String(status ?? code)}${code === 'not_json' ? ' page' : ''}`;
}

function afterPassingFailure(
  state: WatchState,
  error: TranslationError,
  isBulk: boolean,
  context: WatchContext,
): Decision {
  const { rules, random, canRetry, now } = context;
  // Three protocol errors in a row mean a wrong address, unless the service has answered properly before, or another job may be the cause.
  const mayBeWrongAddress = !state.isSeen && !isBulk;
  const relevant = (attempts: Attempts): Attempts =>
    mayBeWrongAddress ? attempts : { ...attempts, protocolErrors: 0 };
  const decision = decideRetry(error, relevant(state.attempts), rules.retry, random);
  if (decision.kind === 'final') return ended(state, withJob(error, state), now);
  const attempts = relevant(decision.attempts);
  return decision.kind === 'retry' && canRetry
    ? attemptAgain(state, error, { ...decision, attempts }, context)
    : goOnSlowly(
        { ...state, attempts: { ...NO_ATTEMPTS, protocolErrors: attempts.protocolErrors } },
        error,
        context,
      );
}

/** The deadline has passed. No retry, unless the watch has just resumed from sleep or a pause: the network may not be back yet, a login page may answer, or the circuit may be open. */
function afterLastPoll(
  state: WatchState,
  error: TranslationError,
  meaning: FailureMeaning,
  context: WatchContext,
): Decision {
  const { now, rules, random, canRetry } = context;
  const sleptThrough = isLate(now - state.deadlineAt - rules.requestTimeoutMs);
  const returnUntil = state.returnUntil ?? (sleptThrough ? now + rules.requestTimeoutMs : now);
  if (meaning === 'final') return ended(state, withJob(error, state), now);
  const retry = retryEarly(state.attempts, rules.retry, random);
  const isLeft = now < returnUntil && canRetry && retry.attempts.failed < rules.retry.maxAttempts;
  return isLeft && meaning !== 'doubt'
    ? attemptAgain({ ...state, returnUntil }, error, retry, context)
    : timedOut(state, context, { cause: error });
}

function attemptAgain(
  before: WatchState,
  error: TranslationError,
  { attempts, delayMs }: Retry,
  context: WatchContext,
): Decision {
  const state = { ...before, attempts };
  const decision = planPoll(state, { waitMs: delayMs, hintMs: hintOf(error) }, context);
  if (decision.next.type === 'ended') return decision;
  const { jobId } = state;
  const attempt = attempts.failed;
  const event = {
    type: 'RETRY_ATTEMPTED',
    at: context.now,
    jobId,
    attempt,
    delayMs,
    error: withJob(error, state),
  } as const;
  return { ...decision, events: [event] };
}

/** The attempts of this poll are used up, or not allowed: the watch continues at the slow end of its schedule. */
function goOnSlowly(state: WatchState, error: TranslationError, context: WatchContext): Decision {
  const decision = planBySchedule(state, { isTroubled: true, hintMs: hintOf(error) }, context);
  return { ...decision, events: [errorEvent(state, withJob(error, state), context.now), ...decision.events] };
}
