import type { Expert } from './hedge.js';
import {
  gaussian,
  normalized,
  type GridRow,
  type JobLikelihood,
  type ParameterGrid,
  type RowLikelihood,
} from './parameter-grid.js';

/** Scale of the kernels: one row of the grid. */
const KERNEL_SCALE = 0.15;
/** Jobs used for each fit. */
const MAX_JOBS = 64;
/** Weight of the Dirichlet prior, in jobs. */
const DIRICHLET_WEIGHT = 0.5;
/**
 * Weight, in jobs, of a flat prior on where in its interval a job ended. Without it, jobs pile up where the first ones were assumed to
 * have ended: usually late, so that no poll is sent early enough to prove that wrong.
 */
const FLAT_WEIGHT = 4;

/**
 * Assumes nothing about the shape: a mixture of narrow kernels, fitted to interval-censored jobs by expectation maximization with a
 * Dirichlet prior. It finds two modes, or five, where one component would bridge the gaps between them.
 *
 * @see Turnbull 1976, The empirical distribution function with arbitrarily grouped, censored and truncated data.
 */
export class KernelDensity implements Expert {
  private readonly rowIndex: number;
  private readonly row: GridRow;
  private readonly priorWeights: Float64Array;
  private readonly weights: Float64Array;
  private readonly next: Float64Array;
  private readonly jobs: RowLikelihood[] = [];

  constructor(
    grid: ParameterGrid,
    private readonly decay: number,
  ) {
    this.rowIndex = grid.rows.findIndex(({ scale }) => scale === KERNEL_SCALE);
    this.row = grid.rows[this.rowIndex]!;
    const { first, count, scale } = this.row;
    this.priorWeights = normalized(
      Float64Array.from({ length: count }, (_, k) => {
        const distance = first + k * scale - grid.centre;
        return 0.7 * gaussian(distance, 1) + 0.3 * gaussian(distance, 3);
      }),
    );
    this.weights = this.priorWeights.slice();
    this.next = new Float64Array(count);
  }

  update({ rows, outlierLikelihood }: JobLikelihood): number {
    const job = rows[this.rowIndex]!;
    const likelihood = likelihoodOf(this.weights, job);
    this.jobs.push(job);
    if (this.jobs.length > MAX_JOBS) this.jobs.shift();
    // Each fit starts from the last one, so one step per job is enough once there are some jobs.
    if (this.jobs.length < 16) this.emStep();
    this.emStep();
    return likelihood + outlierLikelihood;
  }

  private emStep(): void {
    const { weights, next, priorWeights, jobs, decay } = this;
    const jobsWeight = (1 - decay ** jobs.length) / (1 - decay);
    for (let k = 0; k < next.length; k++) {
      weights[k]! += FLAT_WEIGHT / jobsWeight / next.length;
      next[k] = DIRICHLET_WEIGHT * priorWeights[k]!;
    }
    let jobWeight = 1;
    for (let index = jobs.length - 1; index >= 0; index--) {
      const job = jobs[index]!;
      const { start, values } = job;
      const factor = jobWeight / (likelihoodOf(weights, job) + 1e-12);
      for (let k = 0; k < values.length; k++) next[start + k]! += factor * weights[start + k]! * values[k]!;
      jobWeight *= decay;
    }
    for (let k = 0; k < next.length; k++) weights[k] = next[k]! / (DIRICHLET_WEIGHT + jobsWeight);
  }

  addTo(sum: Float64Array, weight: number): void {
    const { offset, count } = this.row;
    for (let k = 0; k < count; k++) sum[offset + k]! += weight * this.weights[k]!;
  }
}

function likelihoodOf(weights: Float64Array, { start, values }: RowLikelihood): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += weights[start + k]! * values[k]!;
  return sum;
}
