import type { Distribution } from './durations/distribution.js';

/** Intervals that are tried, relative to the one whose expected delay is worth one poll. */
const CANDIDATES = [0.25, 0.4, 0.55, 0.7, 0.85, 1, 1.2] as const;

/** The best intervals between the polls of a job, for every age. */
export class OptimalIntervals {
  private readonly intervals: Float64Array;

  constructor(
    private readonly distribution: Distribution,
    private readonly pollCostMs: number,
  ) {
    this.intervals = optimalIntervals(distribution, pollCostMs);
  }

  /** The interval until the next poll of a job of this age, in ms. */
  at(age: number): number {
    const { ages } = this.distribution;
    const index = this.distribution.indexOf(age);
    if (index < 0) return ages[0]! + this.intervals[0]! - age;
    if (index >= ages.length - 1) return tailInterval(age, this.pollCostMs);
    const part = (age - ages[index]!) / (ages[index + 1]! - ages[index]!);
    return this.intervals[index]! + part * (this.intervals[index + 1]! - this.intervals[index]!);
  }
}

/** The interval for a job older than the table: it is polled more and more slowly. */
export function tailInterval(age: number, pollCostMs: number): number {
  // Keller's density of polls for a Pareto tail of index 1/2.
  return 2 * Math.sqrt(pollCostMs * age);
}

/**
 * The interval that costs least for each age in the table of a distribution, by dynamic programming from the oldest age to the
 * youngest: a poll costs `pollCostMs`, and each ms between the end of the job and the next poll costs one.
 *
 * The candidates are multiples of the interval whose expected delay is worth one poll, which is nearly optimal where several polls
 * are to come, and the interval that ends where that of the next older age ends, which skips gaps in the distribution.
 *
 * @see Barlow, Hunter and Proschan 1963, Optimum checking procedures; Keller 1974, doi 10.1287/mnsc.21.3.256.
 */
function optimalIntervals(distribution: Distribution, pollCostMs: number): Float64Array {
  const { ages, cdf, integratedCdf } = distribution;
  const last = ages.length - 1;
  const intervals = new Float64Array(ages.length);
  /** Expected cost of all later polls and delays, times the probability that the job is still open at that age. */
  const costToGo = new Float64Array(ages.length);
  intervals[last] = tailInterval(ages[last]!, pollCostMs);
  costToGo[last] = (1 - cdf[last]!) * (pollCostMs + intervals[last]);

  for (let from = last - 1; from >= 0; from--) {
    const age = ages[from]!;
    const pollCost = pollCostMs * (1 - cdf[from]!);
    const costOf = (interval: number): number => {
      const next = age + interval;
      const delay = distribution.integratedCdfAt(next) - integratedCdf[from]! - cdf[from]! * interval;
      const k = distribution.indexOf(next);
      // Jobs still open at the end of the table count as ended there.
      if (k === last) return pollCost + delay + (1 - cdf[last]!) * (next - ages[last]!) + costToGo[last]!;
      const part = (next - ages[k]!) / (ages[k + 1]! - ages[k]!);
      // Within the cell: polled as often as the interval fits in.
      if (k === from) return (pollCost + delay) / part + costToGo[k + 1]!;
      return pollCost + delay + (1 - part) * costToGo[k]! + part * costToGo[k + 1]!;
    };
    const breakEven = breakEvenInterval(distribution, from, pollCost);
    const candidates = CANDIDATES.map(factor => factor * breakEven);
    candidates.push(ages[from + 1]! + intervals[from + 1]! - age);
    let least = Infinity;
    for (const interval of candidates) {
      const cost = costOf(interval);
      if (cost < least) [least, intervals[from]] = [cost, interval];
    }
    costToGo[from] = least;
  }
  return intervals;
}

/** The interval after which the delay expected of a job of age `from` has grown to `pollCost`. */
function breakEvenInterval(
  { ages, cdf, integratedCdf }: Distribution,
  from: number,
  pollCost: number,
): number {
  const delayAt = (k: number): number =>
    integratedCdf[k]! - integratedCdf[from]! - cdf[from]! * (ages[k]! - ages[from]!);
  let k = ages.length - 2;
  while (k > from && delayAt(k) > pollCost) k--;
  // Within the cell the delay grows as rate x + slope x^2 / 2.
  const width = ages[k + 1]! - ages[k]!;
  const slope = (cdf[k + 1]! - cdf[k]!) / width;
  const rate = cdf[k]! - cdf[from]!;
  const missing = pollCost - delayAt(k);
  const root = rate + Math.sqrt(rate * rate + 2 * slope * missing);
  return ages[k]! - ages[from]! + (root > 0 ? Math.min(width, (2 * missing) / root) : width);
}
