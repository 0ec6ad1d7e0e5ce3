import {
  adaptive,
  type AdaptiveOptions,
  type AdaptiveSchedule,
  type ObservedJob,
} from '../../../../lib/policy/polling/adaptive/adaptive.js';
import type { PollingContext } from '../../../../lib/policy/polling/polling-strategy.js';

export const SECOND = 1000;

export const MINUTE = 60 * SECOND;

/** What a schedule is asked about a running job of this age. */
export const at = (elapsedMs: number, more: Partial<PollingContext> = {}): PollingContext => ({
  polls: 0,
  elapsedMs,
  status: 'running',
  random: () => 0.5,
  ...more,
});

/** The ages at which a job that does not end is polled, in seconds. */
export function polls(
  schedule: AdaptiveSchedule,
  untilMs: number,
  more: Partial<PollingContext> = {},
): number[] {
  const instants: number[] = [];
  for (let now = schedule(at(0, more)); now <= untilMs; now += schedule(at(now, more)))
    instants.push(Math.round(now / SECOND));
  return instants;
}

/** Jobs that took 500 s give or take 10 %, as a schedule of a poll every 20 s would see them. */
export function tenMinuteJobs(count: number, more: Partial<ObservedJob> = {}, stretch = 1): ObservedJob[] {
  return Array.from({ length: count }, (_, index) => {
    const duration = stretch * (450 + 100 * ((index * 0.618) % 1)) * SECOND;
    const afterMs = Math.floor(duration / (20 * SECOND)) * 20 * SECOND;
    return { afterMs, byMs: afterMs + 20 * SECOND, ...more };
  });
}

/** A schedule that has learned from these jobs, with 20 s as the cost of a poll. */
export function taught(
  jobs: readonly ObservedJob[],
  options: Partial<AdaptiveOptions> = {},
): AdaptiveSchedule {
  const schedule = adaptive({ pollCostMs: 20 * SECOND, ...options });
  jobs.forEach(job => schedule.record(job));
  return schedule;
}
