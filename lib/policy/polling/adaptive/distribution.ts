import { bestWaits } from './optimal-intervals.js';

/**
 * What is believed of a job's duration, tabulated: instants in ms since its creation, and for each the probability that the job has ended, and
 * how long it is expected to have been over, had nobody polled.
 */
export class Distribution {
  /** Integral of `ended`: expected ms since the end. */
  readonly overdue: Float64Array;
  private readonly plans = new Map<number, Float64Array>();

  constructor(
    readonly instants: Float64Array,
    readonly ended: Float64Array,
  ) {
    this.overdue = new Float64Array(instants.length);
    for (let k = 1; k < instants.length; k++) {
      const step = instants[k]! - instants[k - 1]!;
      this.overdue[k] = this.overdue[k - 1]! + (step * (ended[k]! + ended[k - 1]!)) / 2;
    }
  }

  /** The last point of the table that is not after `instant`; -1 before the first. */
  indexOf(instant: number): number {
    const { instants } = this;
    let low = -1;
    let high = instants.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (instants[middle]! <= instant) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Probability that the job has ended by an instant. */
  endedBy(instant: number): number {
    const { instants, ended } = this;
    const k = this.indexOf(instant);
    if (k < 0) return (ended[0]! * Math.max(0, instant)) / instants[0]!;
    if (k === instants.length - 1) return ended[k]!;
    const part = (instant - instants[k]!) / (instants[k + 1]! - instants[k]!);
    return ended[k]! + part * (ended[k + 1]! - ended[k]!);
  }

  /** Integral of `endedBy`. */
  overdueAt(instant: number): number {
    const { instants, ended, overdue } = this;
    const k = this.indexOf(instant);
    if (k < 0) return 0;
    const into = instant - instants[k]!;
    if (k === instants.length - 1) return overdue[k]! + into * ended[k]!;
    const slope = (ended[k + 1]! - ended[k]!) / (instants[k + 1]! - instants[k]!);
    return overdue[k]! + into * (ended[k]! + (slope * into) / 2);
  }

  /** The best waits of `bestWaits`, made once for each cost. */
  waits(pollCostMs: number): Float64Array {
    let waits = this.plans.get(pollCostMs);
    if (!waits) this.plans.set(pollCostMs, (waits = bestWaits(this, pollCostMs)));
    return waits;
  }
}
