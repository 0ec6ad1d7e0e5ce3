import { TimeoutError, type TranslationError } from '../../model/errors.js';
import type { Decision, WatchContext } from './decision.js';
import type { WatchState } from './state.js';
import { ended } from './watch-error.js';

/** What led to a time-out. */
interface TimeoutDetails {
  readonly cause?: TranslationError;
  readonly retryAfterMs?: number;
}

/** The error of a watch at its deadline: what was last known of the job, and since when. */
export function timeoutError(
  state: WatchState,
  now: number,
  timeoutMs: number,
  { cause, retryAfterMs }: TimeoutDetails = {},
): TimeoutError {
  const { jobId } = state;
  const why =
    retryAfterMs === undefined
      ? `it was not settled within ${timeoutMs} ms`
      : `the service asked to wait ${retryAfterMs} ms, past the deadline`;
  const message = `Job ${jobId} may still be running (${lastSeen(state, now)}): ${why}. Only the watch has ended; watch the job again by its id`;
  return new TimeoutError(message, { cause, retryAfterMs });
}

function lastSeen({ polls, status, statusText, at }: WatchState, now: number): string {
  if (polls === 0) return 'no poll succeeded';
  const word = statusText === undefined ? status : `"${statusText}"`;
  return `last seen ${word} ${Math.round((now - at) / 1000)} s ago`;
}

/** The watch ends because its deadline has come, or would come before the service may be polled again. */
export const timedOut = (
  state: WatchState,
  { now, rules }: WatchContext,
  details?: TimeoutDetails,
): Decision => ended(state, timeoutError(state, now, rules.timeoutMs, details), now);
