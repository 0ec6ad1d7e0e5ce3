import type { Predictive } from './durations/length-scaling.js';

/** A job that the next request will poll, and what is known about it. */
export interface PredictedJob {
  readonly predictive: Predictive;
  readonly elapsedMs: number;
}

/** Beyond this number, jobs are sampled: the sum over a hundred hardly differs, and would cost more than the poll. */
const SAMPLE_SIZE = 24;
/** Relative precision of the interval. */
const PRECISION = 1e-3;

/**
 * Jobs that one request polls share its cost: the interval after which the expected delay of all of them together is worth one poll.
 * For short intervals this is Keller's density of polls for the sum of the hazards, `sqrt(sum h / (2 pollCost))`: each of m equal jobs
 * costs sqrt(m) times less.
 *
 * @param predict What is known about a job; called for a sample at most.
 * @param longest The best interval for the first job alone: the others can only shorten it.
 */
export function jointInterval<Job>(
  jobs: readonly Job[],
  predict: (job: Job) => PredictedJob,
  pollCostMs: number,
  longest: number,
): number {
  const delays = sampleOf(jobs).map(job => delayOf(predict(job)));
  const target = (pollCostMs * delays.length) / jobs.length;
  let interval = longest;
  // The delay is convex in the interval: Newton's steps come down to the root and never pass it.
  for (let step = 0; step < 20; step++) {
    let delay = 0;
    let rate = 0;
    for (const delayAfter of delays) {
      const [value, derivative] = delayAfter(interval);
      delay += value;
      rate += derivative;
    }
    if (delay <= target || rate === 0) return interval;
    const shorter = (delay - target) / rate;
    interval -= shorter;
    if (shorter < PRECISION * interval) return interval;
  }
  return interval;
}

function sampleOf<Job>(jobs: readonly Job[]): readonly Job[] {
  if (jobs.length <= SAMPLE_SIZE) return jobs;
  return Array.from({ length: SAMPLE_SIZE }, (_, k) => jobs[Math.floor((k * jobs.length) / SAMPLE_SIZE)]!);
}

/** A job's expected delay as a function of the interval, in ms, and its derivative: the probability that the job has ended by then. */
function delayOf({
  predictive: { distribution, scale },
  elapsedMs,
}: PredictedJob): (intervalMs: number) => readonly [delay: number, rate: number] {
  const age = elapsedMs / scale;
  const ended = distribution.cdfAt(age);
  const integrated = distribution.integratedCdfAt(age);
  const open = 1 - ended;
  return intervalMs => {
    const interval = intervalMs / scale;
    // Older than the table: the hazard of a Pareto tail of index 1/2, as in `tailInterval`.
    if (open < 1e-12) return [(scale * interval * interval) / (4 * age), Math.min(1, interval / (2 * age))];
    const delay = (distribution.integratedCdfAt(age + interval) - integrated - ended * interval) / open;
    return [scale * Math.max(0, delay), (distribution.cdfAt(age + interval) - ended) / open];
  };
}
