import { isTimeoutError } from '../../model/errors.js';
import { isSettledStatus } from '../../model/job.js';
import { present } from '../../model/present.js';
import type { ObservedJob } from '../polling/polling-strategy.js';
import type { Decision, WatchRules } from './decision.js';
import { ageOf, type WatchState } from './state.js';

/**
 * What a schedule can learn from a watch that ends with this decision: that the job ended between the last poll that found it open and the last poll, or was still open then.
 * Undefined if the watch continues or was refused, if the time of the job's creation is unknown, or if it was never polled.
 */
export function observedJob(
  before: WatchState,
  { state: after, next }: Decision,
  rules: WatchRules,
): ObservedJob | undefined {
  const isKnownEnd = next.type === 'settled' || (next.type === 'ended' && isTimeoutError(next.error));
  if (!isKnownEnd || !after.isAgeKnown || after.polls === 0) return undefined;
  const { key, videoSeconds = after.videoSeconds } = rules;
  const about = present({ key, videoSeconds });
  const ageMs = ageOf(after, after.at);
  if (!isSettledStatus(after.status)) return { ...about, afterMs: ageMs };
  const afterMs = before.polls === 0 ? 0 : Math.max(0, before.at - after.createdAt);
  return { ...about, afterMs, byMs: Math.max(afterMs, ageMs) };
}
