import type { ObservedJob } from '../polling-strategy.js';
import { atLeast, checkKey, onlyKnown, positive } from './options.js';

export type { ObservedJob };

/** @throws TypeError for an unknown field, RangeError for a value out of bounds. */
export function checkJob(task: string, job: unknown): ObservedJob {
  onlyKnown(task, job, ['key', 'videoSeconds', 'afterMs', 'byMs']);
  const { key, videoSeconds, afterMs, byMs } = job as Record<string, unknown>;
  atLeast(task, 'afterMs', afterMs, 0);
  if (byMs !== undefined) atLeast(task, 'byMs', byMs, afterMs, '`afterMs`');
  if (videoSeconds !== undefined) positive(task, 'videoSeconds', videoSeconds);
  if (key !== undefined) checkKey(task, key);
  return {
    ...(key !== undefined && { key }),
    ...(videoSeconds !== undefined && { videoSeconds }),
    afterMs,
    ...(byMs !== undefined && { byMs }),
  };
}
