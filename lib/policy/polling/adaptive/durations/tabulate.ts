import { Distribution } from './distribution.js';
import { REACH, type GridRow, type ParameterGrid } from './parameter-grid.js';
import { NORMAL_CDF, STEPS, TAIL } from './tabulated-cdf.js';

/** The table's points: some in every one of these cells, the others where jobs end. */
const CELLS = 48;
const CELL_WIDTH = (2 * REACH) / CELLS;
const POINTS = 100;
/** Rows with less weight are left out. */
const MIN_ROW_WEIGHT = 1e-3;

/** Tabulates the distribution with these weights over the grid. @param jobs The jobs that the weights were learned from. */
export function tabulate(grid: ParameterGrid, weights: Float64Array, jobs: number): Distribution {
  const rows = grid.rows
    .map(row => ({ row, below: runningSum(row, weights) }))
    .filter(({ row, below }) => below[row.count]! > MIN_ROW_WEIGHT);
  const total = rows.reduce((sum, { row, below }) => sum + below[row.count]!, 0);
  // The next job may always be unlike all before it: ever less likely, but not impossible.
  const novelty = 0.1 / (6 + jobs);
  const cdf = (logs: Float64Array): Float64Array => {
    const sums = new Float64Array(logs.length);
    for (const { row, below } of rows) addCdf(row, weights, below, logs, sums);
    return sums.map((sum, k) => ((1 - novelty) * sum) / total + novelty * grid.outlierCdf(logs[k]!));
  };
  const coarse = Float64Array.from({ length: CELLS + 1 }, (_, k) => grid.centre - REACH + k * CELL_WIDTH);
  const logs = refine(coarse, cdf(coarse));
  return new Distribution(logs.map(Math.exp), cdf(logs));
}

/** Divides the cells, most finely where the distribution rises. */
function refine(coarse: Float64Array, cdf: Float64Array): Float64Array {
  const shares = Array.from({ length: CELLS }, (_, k) => Math.sqrt(Math.max(0, cdf[k + 1]! - cdf[k]!)));
  const sum = shares.reduce((total, share) => total + share);
  const logs = [coarse[0]!];
  let due = 0;
  shares.forEach((share, index) => {
    due += (0.6 * POINTS * share) / sum + (0.4 * POINTS) / CELLS;
    const points = Math.max(1, Math.floor(due));
    due -= points;
    for (let k = 1; k <= points; k++) logs.push(coarse[index]! + (k / points) * CELL_WIDTH);
  });
  return Float64Array.from(logs);
}

/** The weight of a row's first k components, for each k. */
function runningSum({ count, offset }: GridRow, weights: Float64Array): Float64Array {
  const below = new Float64Array(count + 1);
  for (let k = 0; k < count; k++) below[k + 1] = below[k]! + weights[offset + k]!;
  return below;
}

/** Adds a row's CDF: components far below a point count in full, those far above not at all, and those near it are read from the table. */
function addCdf(
  { scale, first, count, offset }: GridRow,
  weights: Float64Array,
  below: Float64Array,
  logs: Float64Array,
  sums: Float64Array,
): void {
  // Read once: this is the innermost loop, and in some realms (jest's) each use of a global is a call.
  const { ceil, floor, max, min } = Math;
  for (let point = 0; point < logs.length; point++) {
    const z = (logs[point]! - first) / scale;
    const start = min(count, max(0, ceil(z - TAIL)));
    const end = max(start, min(count, ceil(z + TAIL)));
    let sum = below[start]!;
    if (below[end]! - sum > 1e-9) {
      // Neighbouring components are one standard deviation, hence `STEPS` entries, apart.
      const position = (z - start + TAIL) * STEPS;
      let index = min(NORMAL_CDF.length - 2, floor(position));
      const part = position - index;
      for (let k = start; k < end; k++, index -= STEPS) {
        const low = NORMAL_CDF[index]!;
        sum += weights[offset + k]! * (low + part * (NORMAL_CDF[index + 1]! - low));
      }
    }
    sums[point]! += sum;
  }
}
