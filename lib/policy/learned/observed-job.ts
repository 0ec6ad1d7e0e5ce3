import { atLeast, checkKey, onlyKnown, positive } from './options.js';

/** What a watch has seen of one job. Times are ms since the job's creation. */
export interface ObservedJob {
  /** What the duration may depend on: a mode, a language. */
  readonly key?: string;
  /** Length of the video in seconds; greater than 0. */
  readonly videoSeconds?: number;
  /** The last look that found the job open: 0 where there was none. */
  readonly afterMs: number;
  /** The look that found it ended. Absent: nobody has seen it end; it was still open at `afterMs`. */
  readonly byMs?: number;
}

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
