import type { Knowledge } from './predictive.js';

/** A job that the next request will poll, and what is known of it. */
export interface KnownJob {
  readonly knowledge: Knowledge;
  readonly elapsedMs: number;
}

/** More jobs than these are judged by a sample: the sum over a hundred is hardly different, and costs more than the poll. */
const SAMPLE = 24;
/** A wait is exact enough at a thousandth. */
const EXACT = 1e-3;

/**
 * When one request polls many jobs, they share its cost: the wait after which the delay expected to have piled up over all of them is worth
 * one poll. For short waits this is Keller's density with the sum of the hazards, `n = sqrt(sum h / (2 pollCost))`: m equal jobs cost sqrt(m)
 * times less together.
 *
 * @param open What is known of a job; asked for no more than a sample of them.
 * @param longest The wait that is best for the first job alone: others can only shorten it.
 */
export function sharedWait<Job>(
  jobs: readonly Job[],
  open: (job: Job) => KnownJob,
  pollCostMs: number,
  longest: number,
): number {
  const sample = sampled(jobs).map(open);
  const target = (pollCostMs * sample.length) / jobs.length;
  const delays = sample.map(delayOf);
  let wait = longest;
  // The delay is convex in the wait: Newton's steps come down to the root and never pass it.
  for (let step = 0; step < 20; step++) {
    let delay = 0;
    let rate = 0;
    for (const at of delays) {
      const [piled, share] = at(wait);
      delay += piled;
      rate += share;
    }
    if (delay <= target || rate === 0) return wait;
    const shorter = (delay - target) / rate;
    wait -= shorter;
    if (shorter < EXACT * wait) return wait;
  }
  return wait;
}

function sampled<Job>(jobs: readonly Job[]): readonly Job[] {
  if (jobs.length <= SAMPLE) return jobs;
  return Array.from({ length: SAMPLE }, (_, index) => jobs[Math.floor((index * jobs.length) / SAMPLE)]!);
}

/** A job's expected delay after a wait, in ms, and the probability that it has ended by then: the rate at which the delay grows. */
function delayOf({
  knowledge: { distribution, scale },
  elapsedMs,
}: KnownJob): (waitMs: number) => readonly [number, number] {
  const now = elapsedMs / scale;
  const ended = distribution.endedBy(now);
  const overdue = distribution.overdueAt(now);
  const open = 1 - ended;
  return waitMs => {
    const wait = waitMs / scale;
    // Older than all that was thought possible: the hazard of a Pareto tail of index 1/2, as in lateWait.
    if (open < 1e-12) return [(scale * wait * wait) / (4 * now), Math.min(1, wait / (2 * now))];
    const delay = (distribution.overdueAt(now + wait) - overdue - ended * wait) / open;
    return [scale * Math.max(0, delay), (distribution.endedBy(now + wait) - ended) / open];
  };
}
