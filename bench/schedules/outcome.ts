import { median } from '../report/median.js';

/** What a schedule comes to. */
export interface Outcome {
  /** Mean number of looks a job. */
  readonly looks: number;
  /** Between a job's end and the look that finds it: mean and 95th percentile, in ms. */
  readonly delayMs: number;
  readonly p95Ms: number;
}

export function costOf({ looks, delayMs }: Pick<Outcome, 'looks' | 'delayMs'>, lookCostMs: number): number {
  return lookCostMs * looks + delayMs;
}

/** A schedule for one job: the instant of its next look, from the number of looks so far and the instant of the last. */
export type Looks = (look: number, atMs: number) => number;

interface Tally {
  readonly looks: number;
  readonly delays: Float64Array;
}

/** A schedule without chance, for all durations at once. @param durations Sorted, in ms. */
function tally(next: Looks, durations: Float64Array): Tally {
  const delays = new Float64Array(durations.length);
  let looks = 0;
  let ended = 0;
  for (let look = 0, at = 0; ended < durations.length; look++) {
    at = next(look, at);
    looks += durations.length - ended;
    for (; ended < durations.length && durations[ended]! <= at; ended++)
      delays[ended] = at - durations[ended]!;
  }
  return { looks: looks / durations.length, delays };
}

export function outcomeOf(next: Looks, durations: Float64Array): Outcome {
  return summary(tally(next, durations));
}

/** As `costOf(outcomeOf(...))`, without sorting the delays. */
export function costOfLooks(next: Looks, durations: Float64Array, lookCostMs: number): number {
  const { looks, delays } = tally(next, durations);
  return costOf({ looks, delayMs: mean(delays) }, lookCostMs);
}

/** A schedule with chance: each duration meets its own. */
export function outcomeByChance(next: Looks, durations: Float64Array): Outcome {
  let looks = 0;
  const delays = durations.map(duration => {
    let at = 0;
    for (let look = 0; look === 0 || at < duration; look++) {
      at = next(look, at);
      looks++;
    }
    return at - duration;
  });
  return summary({ looks: looks / durations.length, delays });
}

function summary({ looks, delays }: Tally): Outcome {
  const sorted = delays.slice().sort();
  return { looks, delayMs: mean(delays), p95Ms: sorted[Math.floor(0.95 * sorted.length)]! };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The median of each field. */
export function medianOutcome(outcomes: readonly Outcome[]): Outcome {
  return {
    looks: median(outcomes.map(({ looks }) => looks)),
    delayMs: median(outcomes.map(({ delayMs }) => delayMs)),
    p95Ms: median(outcomes.map(({ p95Ms }) => p95Ms)),
  };
}
