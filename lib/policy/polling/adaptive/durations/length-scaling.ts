import { DurationMixture } from './mixture.js';
import type { JobLikelihood, ParameterGrid } from './parameter-grid.js';

/** Durations may grow with this power of the video's length: constant, in proportion, or between (a fixed part and a proportional one). */
const EXPONENTS = [0, 0.5, 1] as const;
/** The length, in seconds, of the video that the prior assumes. */
const REFERENCE_SECONDS = 120;
const MIN_SECONDS = 1;
const MAX_SECONDS = 86_400;
/** Decay of an exponent's log evidence per job. */
const EVIDENCE_DECAY = 0.95;
/** Intervals are planned for costs this far apart, in logs, where lengths of videos differ: off by 8 percent at most, which costs 0.3. */
const COST_STEP = 0.3;

/** What is known about the duration of one job: the distribution of such jobs, and the factor by which its times are divided. */
export class Predictive {
  constructor(
    private readonly mixture: DurationMixture,
    readonly scale: number,
  ) {}

  get distribution() {
    return this.mixture.distribution;
  }

  /** The best interval until the next poll of a job of this age, if no other job shares the request. */
  intervalAt(elapsedMs: number, pollCostMs: number): number {
    const { mixture, scale } = this;
    const scaledCost = pollCostMs * Math.exp(-COST_STEP * Math.round(Math.log(scale) / COST_STEP));
    return scale * mixture.intervals(this.exploration * scaledCost).at(elapsedMs / scale);
  }

  /** While little is known, polls are worth more: they provide data, and guard against a wrong prior. */
  private get exploration(): number {
    return (this.mixture.jobs + 12) / (this.mixture.jobs + 16);
  }
}

/** What was learned from the jobs of one key, or from all jobs: one mixture for each exponent. */
export class LengthScaling {
  /** The evidence for each exponent from jobs of known length. */
  private readonly logEvidence: number[];
  private readonly mixtures: DurationMixture[] = [];

  /** @param parent That of all jobs, if this one is for the jobs of one key. */
  constructor(
    private readonly grid: ParameterGrid,
    private readonly parent?: LengthScaling,
  ) {
    this.logEvidence = parent ? [...parent.logEvidence] : EXPONENTS.map(() => 0);
  }

  /** @param likelihoods One job, as `likelihoodsOf` gives it. */
  update(likelihoods: readonly JobLikelihood[]): void {
    likelihoods.forEach((job, index) => {
      const log = Math.log(this.mixture(index).update(job));
      if (likelihoods.length > 1) this.logEvidence[index] = EVIDENCE_DECAY * this.logEvidence[index]! + log;
    });
  }

  /** The prediction of the exponent with the most evidence. */
  predict(videoSeconds: number | undefined): Predictive {
    const best = videoSeconds === undefined ? 0 : this.logEvidence.indexOf(Math.max(...this.logEvidence));
    return new Predictive(this.mixture(best), scaleOf(EXPONENTS[best]!, videoSeconds));
  }

  private mixture(index: number): DurationMixture {
    return (this.mixtures[index] ??= new DurationMixture(this.grid, this.parent?.mixture(index)));
  }
}

/**
 * The likelihood of one job for each exponent; only for the first if the length of the video is unknown.
 *
 * @param byMs `Infinity`: still open after `afterMs`
 */
export function likelihoodsOf(
  grid: ParameterGrid,
  afterMs: number,
  byMs: number,
  videoSeconds?: number,
): readonly JobLikelihood[] {
  const exponents = videoSeconds === undefined ? EXPONENTS.slice(0, 1) : EXPONENTS;
  return exponents.map(exponent => {
    const scale = scaleOf(exponent, videoSeconds);
    return grid.intervalLikelihood(Math.log(afterMs / scale), Math.log(byMs / scale));
  });
}

function scaleOf(exponent: number, videoSeconds = REFERENCE_SECONDS): number {
  const bounded = Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, videoSeconds));
  return exponent === 0 ? 1 : (bounded / REFERENCE_SECONDS) ** exponent;
}
