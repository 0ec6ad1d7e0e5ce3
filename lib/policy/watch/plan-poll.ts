import { ignoreRejection, textOf } from '../../model/checks.js';
import { toTranslationError, TranslationError } from '../../model/errors.js';
import type { PollingContext } from '../polling/polling-strategy.js';
import { timedOut } from './timeout.js';
import { goOn, type Decision, type WatchContext } from './decision.js';
import { ageOf, type WatchState } from './state.js';
import { ended } from './watch-error.js';

/** When to send the next poll, in ms from now. */
interface PollDelay {
  /** The delay chosen by the schedule or the retry policy. */
  readonly waitMs: number;
  /** The delay requested by the service: a lower bound, used once. */
  readonly hintMs?: number | undefined;
}

/**
 * Plans the next poll: after `waitMs`, but no sooner than the service and the shortest interval allow, and no later than the deadline. If the service asks
 * for more time than is left, the watch ends now.
 */
export function planPoll(
  state: WatchState,
  { waitMs, hintMs = 0 }: PollDelay,
  context: WatchContext,
): Decision {
  const { now, rules } = context;
  const latestAt = Math.max(state.deadlineAt, state.returnUntil ?? 0);
  if (hintMs > 0 && now + hintMs > latestAt && !state.isPaused) {
    return timedOut(state, context, { retryAfterMs: hintMs });
  }
  const notBeforeAt = now + Math.max(hintMs, rules.minIntervalMs);
  const wantedAt = Math.max(now + (state.isWoken ? 0 : waitMs), notBeforeAt);
  const nextPollAt = Math.min(wantedAt, Math.max(now, latestAt));
  return goOn({ ...state, notBeforeAt, nextPollAt, isWoken: false }, context);
}

/** Plans the next poll as the schedule asks. A custom schedule that throws or returns no number ends the watch. */
export function planBySchedule(
  state: WatchState,
  { isTroubled = false, hintMs }: { readonly isTroubled?: boolean; readonly hintMs?: number | undefined },
  context: WatchContext,
): Decision {
  const waitMs = askStrategy(state, isTroubled, context);
  return typeof waitMs === 'number'
    ? planPoll(state, { waitMs, hintMs }, context)
    : ended(state, waitMs, context.now);
}

/** When the schedule wants the next poll, in ms from now; an error if it throws or returns no number. */
function askStrategy(
  state: WatchState,
  isTroubled: boolean,
  context: WatchContext,
): number | TranslationError {
  const { rules, now, random, alsoOpen } = context;
  const pollingContext: PollingContext = {
    polls: state.polls,
    step: state.step,
    status: state.status,
    elapsedMs: ageOf(state, now),
    slow: isTroubled || state.statusText !== undefined,
    random,
    progress: state.progress,
    key: rules.key,
    videoSeconds: rules.videoSeconds ?? state.videoSeconds,
    alsoOpen,
  };
  let waitMs: unknown;
  try {
    waitMs = rules.strategy(pollingContext);
  } catch (thrown) {
    return toTranslationError(
      new TranslationError(`Cannot poll: \`strategy\` threw ${textOf(thrown)}`, { cause: thrown }),
    );
  }
  if (typeof waitMs === 'number' && !Number.isNaN(waitMs)) return waitMs;
  ignoreRejection(waitMs);
  return new TranslationError(`Cannot poll: \`strategy\` must return a number of ms, got ${textOf(waitMs)}`);
}
