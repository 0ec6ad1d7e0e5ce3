import { median } from '../report/median.js';

/** The result of a schedule. */
export interface Outcome {
  /** Mean number of polls per job. */
  readonly polls: number;
  /** Time between the end of a job and the poll that finds it: mean and 95th percentile, in ms. */
  readonly delayMs: number;
  readonly p95Ms: number;
}

export function costOf({ polls, delayMs }: Pick<Outcome, 'polls' | 'delayMs'>, pollCostMs: number): number {
  return pollCostMs * polls + delayMs;
}

/** A schedule for one job: the time of its next poll, from the number of polls so far and the time of the last. */
export type Polls = (polls: number, atMs: number) => number;

interface Tally {
  readonly polls: number;
  readonly delays: Float64Array;
}

/** Applies a schedule without randomness to all durations at once. @param durations Sorted, in ms. */
function tally(next: Polls, durations: Float64Array): Tally {
  const delays = new Float64Array(durations.length);
  let polls = 0;
  let ended = 0;
  for (let poll = 0, at = 0; ended < durations.length; poll++) {
    at = next(poll, at);
    polls += durations.length - ended;
    for (; ended < durations.length && durations[ended]! <= at; ended++)
      delays[ended] = at - durations[ended]!;
  }
  return { polls: polls / durations.length, delays };
}

export function outcomeOf(next: Polls, durations: Float64Array): Outcome {
  return summary(tally(next, durations));
}

/** As `costOf(outcomeOf(...))`, without sorting the delays. */
export function costOfPolls(next: Polls, durations: Float64Array, pollCostMs: number): number {
  const { polls, delays } = tally(next, durations);
  return costOf({ polls, delayMs: mean(delays) }, pollCostMs);
}

/** Applies a schedule with jitter to each duration separately. */
export function outcomeWithJitter(next: Polls, durations: Float64Array): Outcome {
  let polls = 0;
  const delays = durations.map(duration => {
    let at = 0;
    for (let poll = 0; poll === 0 || at < duration; poll++) {
      at = next(poll, at);
      polls++;
    }
    return at - duration;
  });
  return summary({ polls: polls / durations.length, delays });
}

function summary({ polls, delays }: Tally): Outcome {
  const sorted = delays.slice().sort();
  return { polls, delayMs: mean(delays), p95Ms: sorted[Math.floor(0.95 * sorted.length)]! };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The median of each field. */
export function medianOutcome(outcomes: readonly Outcome[]): Outcome {
  return {
    polls: median(outcomes.map(({ polls }) => polls)),
    delayMs: median(outcomes.map(({ delayMs }) => delayMs)),
    p95Ms: median(outcomes.map(({ p95Ms }) => p95Ms)),
  };
}
