import { sampleOf, type Durations } from '../distributions.js';

const SAMPLE = 2000;

/**
 * Keller's estimate of the lowest cost for jobs created together: while k of them are open, polls and delay cost sqrt(2 pollCost h k) per ms.
 *
 * @returns the cost per job, in ms
 */
export function kellersEstimate(durations: Durations, pollCostMs: number, count: number): number {
  const sample = sampleOf(durations, SAMPLE);
  let cost = 0;
  for (let i = 0; i + 1 < sample.length; i++) {
    const open = 1 - (i + 1) / sample.length;
    const stepMs = sample[i + 1]! - sample[i]!;
    const hazard = 1 / (sample.length * stepMs * open);
    cost += Math.sqrt(2 * pollCostMs * hazard) * meanRoot(count, open) * stepMs;
  }
  // Half a poll more, as polls are whole.
  return (cost + pollCostMs / 2) / count;
}

/** Mean of sqrt(k) for a binomial k. */
function meanRoot(count: number, p: number): number {
  let sum = 0;
  let log = count * Math.log1p(-p);
  for (let k = 1; k <= count; k++) {
    log += Math.log(((count - k + 1) / k) * (p / (1 - p)));
    sum += Math.sqrt(k) * Math.exp(log);
  }
  return sum;
}
