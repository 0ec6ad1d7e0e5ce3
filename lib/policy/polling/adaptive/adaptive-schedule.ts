import type { ObservedJob, OpenJob, PollingContext, PollingStrategy } from '../polling-strategy.js';
import { checkJob } from './check-job.js';
import { DurationModels } from './durations/duration-models.js';
import { jointInterval, type PredictedJob } from './joint-interval.js';
import { tailInterval } from './optimal-intervals.js';
import type { CheckedOptions } from './options.js';
import { TrainingData, type AdaptiveSnapshot } from './training-data.js';

/** A schedule that learns how long jobs take. Only `record` changes it. */
export interface AdaptiveSchedule extends PollingStrategy {
  /**
   * Learns from one job: that it ended between two polls or, without `byMs`, that it was still open at its last poll, at `afterMs`.
   *
   * @throws RangeError or TypeError naming the field, its bound and the value.
   */
  record(job: ObservedJob): void;
  /** Everything the schedule knows, as plain JSON: for `adaptive.from` in the next process. */
  snapshot(): AdaptiveSnapshot;
}

/** The schedule for options that have been checked, which has learned from these jobs. */
export function adaptiveSchedule(
  options: CheckedOptions,
  jobs: readonly ObservedJob[] = [],
): AdaptiveSchedule {
  const { pollCostMs, minIntervalMs, maxIntervalMs } = options;
  const models = new DurationModels(options.prior);
  const data = new TrainingData();
  const learn = (job: ObservedJob): void => {
    data.add(job);
    models.update(job);
  };
  jobs.forEach(learn);

  const predict = ({ key = options.key, videoSeconds = 0, elapsedMs }: OpenJob): PredictedJob => ({
    predictive: models.predict(key, videoSeconds > 0 ? videoSeconds : undefined),
    elapsedMs: Math.max(0, elapsedMs) || 0,
  });
  const schedule = (context: PollingContext): number => {
    const { alsoOpen = [] } = context;
    const { predictive, elapsedMs } = predict(context);
    const alone = predictive.intervalAt(elapsedMs, pollCostMs);
    const planned =
      alsoOpen.length === 0
        ? alone
        : jointInterval<OpenJob>([context, ...alsoOpen], predict, pollCostMs, alone);
    const adjusted = adjustForReport(planned, elapsedMs, context, pollCostMs);
    return Math.min(maxIntervalMs, Math.max(minIntervalMs, Math.round(adjusted)));
  };
  return Object.assign(schedule, {
    record: (job: ObservedJob): void => {
      const { key = options.key, ...checked } = checkJob('record a job', job);
      learn(key === undefined ? checked : { key, ...checked });
    },
    snapshot: (): AdaptiveSnapshot => ({
      version: 1,
      options: { ...options, prior: { ...options.prior } },
      jobs: data.copy(),
    }),
  });
}

/** Lengthens the interval while polls fail, and shortens it to what the reported progress suggests. */
function adjustForReport(
  planned: number,
  elapsedMs: number,
  { progress, slow }: PollingContext,
  pollCostMs: number,
): number {
  if (slow) return Math.max(planned, tailInterval(Math.max(elapsedMs, pollCostMs), pollCostMs));
  if (progress === undefined || !(progress > 0 && progress <= 1)) return planned;
  const remainingMs = (elapsedMs * (1 - progress)) / progress;
  // Progress can stay at 99 % forever: it shortens an interval at most four times, and never below what a poll is worth.
  return Math.min(planned, Math.max(remainingMs, planned / 4, pollCostMs));
}
