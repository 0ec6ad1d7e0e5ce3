import { REACH, type Atoms, type Level } from './atoms.js';
import { bestWaits } from './best-waits.js';
import { STEPS } from './curve.js';

const CELLS = 48;
const POINTS = 100;
/** Levels, and neighbourhoods within them, that are believed in less are left out. */
const LEAST_BELIEF = 1e-3;

/**
 * What is believed of a job's duration, tabulated: instants in ms since its creation, and for each the probability that the job has ended, and
 * how long it is expected to have been over, had nobody looked.
 */
export class Distribution {
  readonly instants: Float64Array;
  readonly ended: Float64Array;
  /** Integral of `ended`: expected ms since the end. */
  readonly overdue: Float64Array;
  private readonly plans = new Map<number, Float64Array>();

  constructor(atoms: Atoms, belief: Float64Array, jobs: number) {
    const levels = atoms.levels
      .map(level => ({ level, before: runningSum(level, belief) }))
      .filter(({ level, before }) => before[level.count]! > LEAST_BELIEF);
    const all = levels.reduce((sum, { level, before }) => sum + before[level.count]!, 0);
    // However many jobs went before, the next can be of a kind never seen: the belief in that shrinks, and never to nothing.
    const unseen = 0.1 / (6 + jobs);
    const probability = (logs: Float64Array): Float64Array => {
      const sums = new Float64Array(logs.length);
      for (const { level, before } of levels) addCdf(level, belief, before, logs, sums);
      return sums.map((sum, k) => ((1 - unseen) * sum) / all + unseen * atoms.wide(logs[k]!));
    };

    const from = atoms.centre - REACH;
    const coarse = Float64Array.from({ length: CELLS + 1 }, (_, k) => from + k * CELL);
    const logs = refine(coarse, probability(coarse));
    this.instants = logs.map(Math.exp);
    this.ended = probability(logs);
    this.overdue = new Float64Array(logs.length);
    for (let k = 1; k < logs.length; k++) {
      const step = this.instants[k]! - this.instants[k - 1]!;
      this.overdue[k] = this.overdue[k - 1]! + (step * (this.ended[k]! + this.ended[k - 1]!)) / 2;
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
  waits(lookCostMs: number): Float64Array {
    let waits = this.plans.get(lookCostMs);
    if (!waits) this.plans.set(lookCostMs, (waits = bestWaits(this, lookCostMs)));
    return waits;
  }
}

const CELL = (2 * REACH) / CELLS;

/** Divides the cells: some everywhere, most where jobs end. */
function refine(coarse: Float64Array, ended: Float64Array): Float64Array {
  const weights = Array.from({ length: CELLS }, (_, k) => Math.sqrt(Math.max(0, ended[k + 1]! - ended[k]!)));
  const sum = weights.reduce((total, weight) => total + weight);
  const logs = [coarse[0]!];
  let owed = 0;
  weights.forEach((weight, index) => {
    owed += (0.6 * POINTS * weight) / sum + (0.4 * POINTS) / CELLS;
    const points = Math.max(1, Math.floor(owed));
    owed -= points;
    for (let k = 1; k <= points; k++) logs.push(coarse[index]! + (k / points) * CELL);
  });
  return Float64Array.from(logs);
}

function runningSum({ count, offset }: Level, belief: Float64Array): Float64Array {
  const before = new Float64Array(count + 1);
  for (let k = 0; k < count; k++) before[k + 1] = before[k]! + belief[offset + k]!;
  return before;
}

/** The CDF of all atoms of a level: those far below have ended, those far above have not begun, the near ones are read with a stride, one z apart. */
function addCdf(
  { curve, width, first, count, offset }: Level,
  belief: Float64Array,
  before: Float64Array,
  logs: Float64Array,
  sums: Float64Array,
): void {
  const { from, to, table } = curve;
  for (let point = 0; point < logs.length; point++) {
    const z = (logs[point]! - first) / width;
    const start = Math.min(count, Math.max(0, Math.ceil(z - to)));
    const stop = Math.max(start, Math.min(count, Math.ceil(z - from)));
    let sum = before[start]!;
    if (before[stop]! - sum > 1e-9) {
      const place = (z - start - from) * STEPS;
      let index = Math.min(table.length - 2, Math.floor(place));
      const part = place - index;
      for (let k = start; k < stop; k++, index -= STEPS) {
        const low = table[index]!;
        sum += belief[offset + k]! * (low + part * (table[index + 1]! - low));
      }
    }
    sums[point]! += sum;
  }
}
