import { normalCdf, TAIL } from './tabulated-cdf.js';
import type { Prior } from '../options.js';

/** The components of one scale. They are lognormal, and their locations are as far apart as the scale. */
export interface GridRow {
  /** Standard deviation of the log durations. */
  readonly scale: number;
  /** Mean log duration of the first component; component k lies `k * scale` above it. */
  readonly first: number;
  readonly count: number;
  /** Index of the first component in an array over the whole grid. */
  readonly offset: number;
}

/** How probable one job is under each component of the grid. */
export interface JobLikelihood {
  /** One entry per row: likelihoods from component `start` on. The job is impossible under all others. */
  readonly rows: readonly RowLikelihood[];
  /** The likelihood of the job as an outlier. */
  readonly outlierLikelihood: number;
}

export interface RowLikelihood {
  readonly start: number;
  readonly values: Float64Array;
}

// From jobs that agree to within two percent to jobs that differ by a factor of a hundred.
const SCALES = [0.02, 0.045, 0.07, 0.1, 0.15, 0.21, 0.3, 0.42, 0.6, 0.85, 1.2, 1.7, 2.4] as const;

/** The grid covers log durations up to this far from the prior's median, on both sides: a factor of 1800. */
export const REACH = 7.5;

/** Fraction of jobs that no component explains: those that fail at once, or hang. */
const OUTLIER_WEIGHT = 0.01;
/** Scale of the distribution of outliers. */
const OUTLIER_SCALE = 2;

/** The lognormal distributions that make up durations, with their prior weights. Weights are arrays over all components. */
export class ParameterGrid {
  readonly rows: readonly GridRow[];
  /** Components of all rows together. */
  readonly size: number;
  /** Sum to 1. */
  readonly priorWeights: Float64Array;
  /** Log of the prior's median. */
  readonly centre: number;

  constructor({ medianMs, sigma }: Prior) {
    this.centre = Math.log(medianMs);
    let size = 0;
    this.rows = SCALES.map(scale => {
      const count = Math.ceil((2 * REACH) / scale) + 1;
      const row = { scale, first: this.centre - ((count - 1) * scale) / 2, count, offset: size };
      size += count;
      return row;
    });
    this.size = size;
    this.priorWeights = this.weightsOf(sigma);
  }

  /**
   * Heavy-tailed around the prior's median, so that one job corrects a prior that is wrong by a factor of three. The centre is a
   * little low because a prior that is too long costs more (delay) than one that is too short (polls).
   */
  private weightsOf(sigma: number): Float64Array {
    const weights = new Float64Array(this.size);
    for (const { scale, first, count, offset } of this.rows) {
      const rowWeight = (gaussian(Math.log(scale / (0.8 * sigma)), 0.7) + 0.4) * scale;
      for (let k = 0; k < count; k++) {
        const distance = first + k * scale - this.centre + 0.2;
        weights[offset + k] = rowWeight * (0.9 * gaussian(distance, 1) + 0.1 * gaussian(distance, 2.5));
      }
    }
    return normalized(weights);
  }

  /** The likelihood of a job that ended in `(after, by]`, both log durations; `-Infinity` and `Infinity` leave a side open. */
  intervalLikelihood(after: number, by: number): JobLikelihood {
    const rows = this.rows.map(({ scale, first, count }) => {
      const start = Math.min(count, Math.max(0, Math.ceil((after - first) / scale - TAIL)));
      const end = Math.min(count, Math.floor((by - first) / scale + TAIL) + 1);
      const values = new Float64Array(Math.max(0, end - start));
      const zAfter = (after - first) / scale - start;
      const zBy = (by - first) / scale - start;
      for (let k = 0; k < values.length; k++) values[k] = normalCdf(zBy - k) - normalCdf(zAfter - k);
      return { start, values };
    });
    const outlier = Math.max(this.outlierCdf(by) - this.outlierCdf(after), 1e-9);
    return { rows, outlierLikelihood: OUTLIER_WEIGHT * outlier };
  }

  /** Distribution of jobs unlike all previous ones: so wide that nothing is impossible. */
  outlierCdf(logDuration: number): number {
    return normalCdf((logDuration - this.centre) / OUTLIER_SCALE);
  }
}

/** The normal density, up to a constant factor. */
export function gaussian(x: number, sigma: number): number {
  return Math.exp((-x * x) / (2 * sigma * sigma)) / sigma;
}

/** Scaled so that the sum is 1. */
export function normalized(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight);
  return weights.map(weight => weight / sum);
}
