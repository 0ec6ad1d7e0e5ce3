import type { Distribution } from './distribution.js';
import { GridPosterior } from './grid-posterior.js';
import { HedgeWeights, type Expert } from './hedge.js';
import { KernelDensity } from './kernel-density.js';
import { OptimalIntervals } from '../optimal-intervals.js';
import type { JobLikelihood, ParameterGrid } from './parameter-grid.js';
import { tabulate } from './tabulate.js';

/** Prior weight of the mixture of all jobs among the experts for one key. */
const PARENT_WEIGHT = 0.7;

/**
 * What is known about the durations of one kind of job: a mixture of experts. What is right after three jobs (one component) is wrong
 * after thirty (several modes), and what is right in steady times (a long memory) is wrong after a change.
 */
export class DurationMixture {
  private readonly hedge: HedgeWeights;
  private posterior?: Float64Array | undefined;
  private tabulated?: Distribution | undefined;
  private readonly plans = new Map<number, OptimalIntervals>();
  /** Number of jobs learned from. */
  jobs = 0;

  /** @param parent The mixture of all jobs, if this one is for the jobs of one key: a hierarchical prior. */
  constructor(
    private readonly grid: ParameterGrid,
    parent?: DurationMixture,
  ) {
    const own = parent ? 1 - PARENT_WEIGHT : 1;
    this.hedge = new HedgeWeights([
      [new GridPosterior(grid, 0.93), 0.36 * own],
      [new KernelDensity(grid, 0.92), 0.32 * own],
      [new KernelDensity(grid, 0.98), 0.32 * own],
      ...(parent ? [[asExpert(parent), PARENT_WEIGHT] as const] : []),
    ]);
  }

  /** Learns from a job. @returns the likelihood of the job before it was learned */
  update(job: JobLikelihood): number {
    this.jobs++;
    this.posterior = this.tabulated = undefined;
    this.plans.clear();
    return this.hedge.update(job);
  }

  /** The posterior predictive probability of a job. */
  likelihood({ rows, outlierLikelihood }: JobLikelihood): number {
    const { weights } = this;
    let sum = outlierLikelihood;
    this.grid.rows.forEach(({ offset }, index) => {
      const { start, values } = rows[index]!;
      for (let k = 0; k < values.length; k++) sum += weights[offset + start + k]! * values[k]!;
    });
    return sum;
  }

  /** The posterior weights of all components of the grid. */
  get weights(): Float64Array {
    if (this.posterior === undefined) this.hedge.addTo((this.posterior = new Float64Array(this.grid.size)));
    return this.posterior;
  }

  /** The posterior predictive distribution of the next job's duration. */
  get distribution(): Distribution {
    return (this.tabulated ??= tabulate(this.grid, this.weights, this.jobs));
  }

  /** The best intervals for the next job at a given cost per poll. */
  intervals(pollCostMs: number): OptimalIntervals {
    let plan = this.plans.get(pollCostMs);
    if (!plan) this.plans.set(pollCostMs, (plan = new OptimalIntervals(this.distribution, pollCostMs)));
    return plan;
  }
}

/** The mixture of all jobs as an expert for the jobs of one key. It is trained elsewhere. */
function asExpert(parent: DurationMixture): Expert {
  return {
    update: job => parent.likelihood(job),
    addTo: (sum, weight) => {
      const { weights } = parent;
      for (let k = 0; k < sum.length; k++) sum[k]! += weight * weights[k]!;
    },
  };
}
