import { adaptiveSchedule, type AdaptiveSchedule } from './adaptive-schedule.js';
import { checkAdaptiveOptions, type AdaptiveOptions } from './options.js';
import { checkSnapshot } from './check-snapshot.js';

export type { AdaptiveSchedule } from './adaptive-schedule.js';
export type { ObservedJob } from '../polling-strategy.js';
export type { AdaptiveOptions, Prior } from './options.js';
export type { AdaptiveSnapshot } from './training-data.js';

/**
 * A schedule that learns from finished jobs when to poll: rarely while a job is unlikely to have ended, and often when it is due.
 *
 * It minimises the expected delay plus `pollCostMs` for each poll. It learns about each `key` separately
 * and, where `videoSeconds` is known, how durations depend on it. Recent jobs count more, so it adapts when durations change.
 * It is deterministic: the same jobs in the same order give the same schedule.
 *
 * @throws RangeError or TypeError naming the option, its bound and the value.
 * @example
 * const strategy = adaptive({ pollCostMs: 2000 });
 * const learning = client.withPolling({ strategy, timeoutMs: 3_600_000 });
 * const json = JSON.stringify(strategy.snapshot()); // later: adaptive.from(JSON.parse(json))
 */
export function adaptive(options: AdaptiveOptions): AdaptiveSchedule {
  return adaptiveSchedule(checkAdaptiveOptions(options));
}

/**
 * Restores a schedule from its `snapshot()`. It gives the same intervals, unless the snapshot had to drop old jobs.
 *
 * @param json What `snapshot()` returned, parsed from JSON.
 * @param options Override individual options of the snapshot.
 * @throws RangeError or TypeError naming what is wrong with the snapshot.
 */
adaptive.from = (json: unknown, options: Partial<AdaptiveOptions> = {}): AdaptiveSchedule => {
  const { options: checked, jobs } = checkSnapshot(json, options);
  return adaptiveSchedule(checked, jobs);
};
