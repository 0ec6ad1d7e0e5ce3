import { REACH, type Atoms, type Level } from './parameter-grid.js';
import { STEPS } from './tabulated-cdf.js';
import { Distribution } from './distribution.js';

const CELLS = 48;
const POINTS = 100;
/** Levels that are believed in less are left out. */
const LEAST_BELIEF = 1e-3;

/** Tabulates a belief over all atoms. @param jobs How many jobs it comes from. */
export function distributionOf(atoms: Atoms, belief: Float64Array, jobs: number): Distribution {
  const levels = atoms.levels
    .map(level => ({ level, before: runningSum(level, belief) }))
    .filter(({ level, before }) => before[level.count]! > LEAST_BELIEF);
  const all = levels.reduce((sum, { level, before }) => sum + before[level.count]!, 0);
  // However many jobs went before, the next can be of a kind never seen: the belief in that shrinks, and never to nothing.
  const unseen = 0.1 / (6 + jobs);
  const ended = (logs: Float64Array): Float64Array => {
    const sums = new Float64Array(logs.length);
    for (const { level, before } of levels) addCdf(level, belief, before, logs, sums);
    return sums.map((sum, k) => ((1 - unseen) * sum) / all + unseen * atoms.wide(logs[k]!));
  };
  const coarse = Float64Array.from({ length: CELLS + 1 }, (_, k) => atoms.centre - REACH + k * CELL);
  const logs = refine(coarse, ended(coarse));
  return new Distribution(logs.map(Math.exp), ended(logs));
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
  // Taken once: in some realms (jest's) each mention of a global is a batcher, and this is the innermost loop of all.
  const { ceil, floor, max, min } = Math;
  for (let point = 0; point < logs.length; point++) {
    const z = (logs[point]! - first) / width;
    const start = min(count, max(0, ceil(z - to)));
    const stop = max(start, min(count, ceil(z - from)));
    let sum = before[start]!;
    if (before[stop]! - sum > 1e-9) {
      const place = (z - start - from) * STEPS;
      let index = min(table.length - 2, floor(place));
      const part = place - index;
      for (let k = start; k < stop; k++, index -= STEPS) {
        const low = table[index]!;
        sum += belief[offset + k]! * (low + part * (table[index + 1]! - low));
      }
    }
    sums[point]! += sum;
  }
}
