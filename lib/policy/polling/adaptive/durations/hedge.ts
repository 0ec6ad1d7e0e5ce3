import type { JobLikelihood } from './parameter-grid.js';

/** One way to learn from finished jobs. */
export interface Expert {
  /** Learns from a job. @returns the likelihood of the job under what was known before it */
  update(job: JobLikelihood): number;
  /** Adds the expert's weights over the grid, times `weight`, to `sum`. */
  addTo(sum: Float64Array, weight: number): void;
}

interface WeightedExpert {
  readonly expert: Expert;
  readonly logPrior: number;
  logEvidence: number;
}

/** Decay of an expert's log evidence per job: about the last twenty jobs count. */
const WEIGHT_DECAY = 0.95;
/** Experts with less weight are left out. */
const MIN_WEIGHT = 1e-4;

/**
 * Weights experts by the likelihood they gave to past jobs.
 *
 * @see Cesa-Bianchi and Lugosi 2006, Prediction, Learning, and Games.
 */
export class HedgeWeights {
  private readonly experts: readonly WeightedExpert[];

  constructor(experts: readonly (readonly [expert: Expert, priorWeight: number])[]) {
    this.experts = experts.map(([expert, priorWeight]) => ({
      expert,
      logPrior: Math.log(priorWeight),
      logEvidence: 0,
    }));
  }

  /** Lets every expert learn from a job. @returns the likelihood of the job under all of them together, before learning it */
  update(job: JobLikelihood): number {
    const weights = this.weights();
    let sum = 0;
    this.experts.forEach((one, index) => {
      const likelihood = one.expert.update(job);
      sum += weights[index]! * likelihood;
      one.logEvidence = WEIGHT_DECAY * one.logEvidence + Math.log(likelihood);
    });
    return sum;
  }

  /** Adds the weights of all experts over the grid to `sum`. */
  addTo(sum: Float64Array): void {
    this.weights().forEach((weight, index) => {
      if (weight > MIN_WEIGHT) this.experts[index]!.expert.addTo(sum, weight);
    });
  }

  private weights(): readonly number[] {
    const logs = this.experts.map(({ logPrior, logEvidence }) => logPrior + logEvidence);
    const best = Math.max(...logs);
    const relative = logs.map(log => Math.exp(log - best));
    const sum = relative.reduce((total, value) => total + value);
    return relative.map(value => value / sum);
  }
}
