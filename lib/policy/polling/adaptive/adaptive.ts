import { lateWait } from './optimal-intervals.js';
import { Journal } from './training-data.js';
import { Memory } from './duration-models.js';
import { checkJob, type ObservedJob } from './observed-job.js';
import { checkOptions, type CheckedOptions, type AdaptiveOptions } from './options.js';
import { sharedWait, type KnownJob } from './joint-interval.js';
import { checkSnapshot, type AdaptiveSnapshot } from './snapshot.js';
import type { OpenJob, PollingContext, PollingStrategy } from '../polling-strategy.js';

export type { Prior, AdaptiveOptions } from './options.js';
export type { ObservedJob } from './observed-job.js';
export type { AdaptiveSnapshot } from './snapshot.js';

/** A schedule that learns. Calling it changes nothing: only `record` does. */
export interface AdaptiveSchedule extends PollingStrategy {
  /**
   * Learns from one job: that it ended between two polls, or, without `byMs`, that it was still open at `afterMs` when nobody polled any more.
   *
   * @throws TypeError for an unknown field, RangeError for a value out of bounds
   */
  record(job: ObservedJob): void;
  /** What it knows, as plain JSON: pass it to `adaptive.from` in the next process. */
  snapshot(): AdaptiveSnapshot;
}

/**
 * A schedule of polls that is learned from the jobs that have finished: none while a job cannot be done, many when it is due.
 *
 * It keeps the sum of delay and `pollCostMs` for each poll as small as it can. Jobs of a `key` are told apart; where `videoSeconds`
 * is known, it finds out whether durations go with it. Recent jobs count for more, and when jobs become a different kind of jobs it
 * starts anew. The same jobs in the same order give the same schedule: no clock, no chance.
 *
 * @throws TypeError for an unknown option, RangeError for a value out of bounds
 */
export function adaptive(options: AdaptiveOptions): AdaptiveSchedule {
  return scheduleOf(checkOptions(options), []);
}

/**
 * The schedule that `snapshot()` was taken of. It gives the same waits, as long as no job had to be left out of the snapshot.
 *
 * @param json What `snapshot()` gave, after its way through JSON.
 * @param options Replace those of the snapshot, one by one.
 * @throws TypeError or RangeError with one sentence that says what is wrong with the snapshot
 */
adaptive.from = (json: unknown, options: Partial<AdaptiveOptions> = {}): AdaptiveSchedule => {
  const { options: checked, jobs } = checkSnapshot(json, options);
  return scheduleOf(checked, jobs);
};

function scheduleOf(options: CheckedOptions, jobs: readonly ObservedJob[]): AdaptiveSchedule {
  const memory = new Memory(options.prior);
  const journal = new Journal();
  const learn = (job: ObservedJob): void => {
    journal.add(job);
    memory.learn(job);
  };
  jobs.forEach(learn);

  const keyOf = (key: string | undefined): string | undefined => key ?? options.key;
  const open = ({ key, videoSeconds, elapsedMs }: OpenJob): KnownJob => ({
    knowledge: memory.about(
      keyOf(key),
      videoSeconds !== undefined && videoSeconds > 0 ? videoSeconds : undefined,
    ),
    elapsedMs: Math.max(0, elapsedMs) || 0,
  });
  const { pollCostMs, minIntervalMs, maxIntervalMs } = options;

  const schedule = (context: PollingContext): number => {
    const { alsoOpen = [] } = context;
    const { knowledge, elapsedMs } = open(context);
    const alone = knowledge.waitAt(elapsedMs, pollCostMs);
    const planned =
      alsoOpen.length === 0 ? alone : sharedWait<OpenJob>([context, ...alsoOpen], open, pollCostMs, alone);
    return Math.min(maxIntervalMs, Math.max(minIntervalMs, heed(planned, elapsedMs, context, pollCostMs)));
  };
  return Object.assign(schedule, {
    record: (job: ObservedJob): void => {
      const checked = checkJob('Cannot record a job', job);
      const key = keyOf(checked.key);
      learn(key === undefined ? checked : { ...checked, key });
    },
    snapshot: (): AdaptiveSnapshot => ({
      version: 1,
      options: { ...options, prior: { ...options.prior } },
      jobs: journal.entries(),
    }),
  });
}

/** What the service says of the job moves the wait. */
function heed(
  planned: number,
  elapsedMs: number,
  { progress, slow }: PollingContext,
  pollCostMs: number,
): number {
  if (slow) return Math.max(planned, lateWait(Math.max(elapsedMs, pollCostMs), pollCostMs));
  if (progress === undefined || !(progress > 0 && progress <= 1)) return planned;
  // If it goes on at this rate, the job ends in so long. But a service's estimate can stand still at 99 % for ever:
  // so it shortens a wait four times at most, and not to less than a poll is worth.
  const leftMs = (elapsedMs * (1 - progress)) / progress;
  return Math.min(planned, Math.max(leftMs, planned / 4, pollCostMs));
}
