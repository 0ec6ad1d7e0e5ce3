import type { TranslationError } from '../../model/errors.js';
import { decideRetry, hintOf, NO_ATTEMPTS, retryEarly, type Retry } from '../retry/retry.js';
import { meaningOf, refusalKind, type FailureMeaning } from './failure-meaning.js';
import { isLate } from './lateness.js';
import { planBySchedule, planPoll } from './plan-poll.js';
import { timedOut } from './timeout.js';
import type { Decision, WatchContext } from './decision.js';
import { wasLastPoll, type WatchState } from './state.js';
import { ended, errorEvent, withJob } from './watch-error.js';

/** Handles a failed poll: retry, continue more slowly, or end the watch. A failed poll is not a failed job. */
export function afterFailure(
  before: WatchState,
  { error, isBulk = false }: { readonly error: TranslationError; readonly isBulk?: boolean },
  context: WatchContext,
): Decision {
  const { now, rules, random } = context;
  const meaning = meaningOf(before, error, now);
  // Two refusals do not confirm each other if an outage or an open circuit lies between them.
  const state = { ...before, doubt: undefined };
  if (wasLastPoll(state, now)) return afterLastPoll(state, error, meaning, context);
  switch (meaning) {
    case 'final':
      return ended(state, error, now);
    case 'too-early':
      return attemptAgain(state, error, retryEarly(state.attempts, rules.retry, random), context);
    case 'doubt':
      return goOnSlowly({ ...state, attempts: NO_ATTEMPTS, doubt: refusalKind(error) }, error, context);
    case 'not-sent':
      return goOnSlowly(state, error, context);
    case 'passing':
      return afterPassingFailure(state, error, isBulk, context);
  }
}

function afterPassingFailure(
  state: WatchState,
  error: TranslationError,
  isBulk: boolean,
  context: WatchContext,
): Decision {
  const { rules, random, canRetry, now } = context;
  // Protocol errors in a row mean a wrong URL, unless the service has answered properly before, or another job may be the cause.
  const countsProtocolErrors = !state.isSeen && !isBulk;
  const decision = decideRetry(error, state.attempts, rules.retry, random, countsProtocolErrors);
  if (decision.kind === 'final') return ended(state, error, now);
  if (decision.kind === 'retry' && canRetry) return attemptAgain(state, error, decision, context);
  const { protocolErrors } = decision.attempts;
  return goOnSlowly({ ...state, attempts: { ...NO_ATTEMPTS, protocolErrors } }, error, context);
}

/** Handles a failure after the deadline. It retries only if the watch has just resumed from sleep or a pause: the network may not be back yet, a login page may respond, or the circuit may be open. */
function afterLastPoll(
  state: WatchState,
  error: TranslationError,
  meaning: FailureMeaning,
  context: WatchContext,
): Decision {
  const { now, rules, random, canRetry } = context;
  if (meaning === 'final') return ended(state, error, now);
  const sleptThrough = isLate(now - state.deadlineAt - rules.requestTimeoutMs);
  const returnUntil = state.returnUntil ?? (sleptThrough ? now + rules.requestTimeoutMs : now);
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
  return { ...decision, events: [errorEvent(state, error, context.now), ...decision.events] };
}
