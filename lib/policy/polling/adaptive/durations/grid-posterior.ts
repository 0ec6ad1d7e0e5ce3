import type { Expert } from './hedge.js';
import type { JobLikelihood, ParameterGrid } from './parameter-grid.js';

/** Log posterior ratio to the best component below which a component is ignored. */
const NEGLIGIBLE = -20;

/**
 * Assumes that all jobs follow one component of the grid and weighs the components by Bayes' rule. It is right after a handful of
 * jobs, where durations have one mode.
 *
 * Older jobs count less, by a factor of `decay` per job. The outlier likelihood bounds the evidence of one job against a component.
 */
export class GridPosterior implements Expert {
  /** Relative to a component that explains no job. */
  private readonly logLikelihoodRatio: Float64Array;
  private readonly weights: Float64Array;
  private totalWeight = 1;

  constructor(
    private readonly grid: ParameterGrid,
    private readonly decay: number,
  ) {
    this.logLikelihoodRatio = new Float64Array(grid.size);
    this.weights = grid.priorWeights.slice();
  }

  update({ rows, outlierLikelihood }: JobLikelihood): number {
    const { logLikelihoodRatio, weights, decay, totalWeight } = this;
    for (let k = 0; k < logLikelihoodRatio.length; k++) logLikelihoodRatio[k]! *= decay;
    let likelihood = 0;
    this.grid.rows.forEach(({ offset }, index) => {
      const { start, values } = rows[index]!;
      for (let k = 0, component = offset + start; k < values.length; k++, component++) {
        likelihood += weights[component]! * values[k]!;
        logLikelihoodRatio[component]! += Math.log1p(values[k]! / outlierLikelihood);
      }
    });
    this.reweigh();
    return likelihood / totalWeight + outlierLikelihood;
  }

  private reweigh(): void {
    const { exp } = Math;
    const { logLikelihoodRatio, weights } = this;
    const { priorWeights } = this.grid;
    let best = 0;
    for (const value of logLikelihoodRatio) if (value > best) best = value;
    let total = 0;
    for (let k = 0; k < weights.length; k++) {
      const log = logLikelihoodRatio[k]! - best;
      total += weights[k] = log < NEGLIGIBLE ? 0 : priorWeights[k]! * exp(log);
    }
    this.totalWeight = total;
  }

  addTo(sum: Float64Array, weight: number): void {
    const factor = weight / this.totalWeight;
    for (let k = 0; k < sum.length; k++) sum[k]! += factor * this.weights[k]!;
  }
}
