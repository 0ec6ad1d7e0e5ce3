import { bell, type Atoms, type Evidence } from './parameter-grid.js';
import { lognormal } from './tabulated-cdf.js';
import type { Expert } from './expert.js';

type Span = Evidence['spans'][number];

/** Jobs that an expert of this kind goes through again at each new one. */
const REMEMBERED = 64;
/** What the prior counts for, in jobs. */
const PRIOR_JOBS = 0.5;

/**
 * Believes nothing about the form: a mixture of narrow bells of one width, fitted to interval-censored jobs by expectation maximisation with a
 * Dirichlet prior (Turnbull 1976 with a kernel). Finds two humps, or five, where one curve would lay a bridge over the valleys.
 */
export class Humps implements Expert {
  private readonly level: Atoms['levels'][number];
  private readonly index: number;
  private readonly prior: Float64Array;
  private readonly belief: Float64Array;
  private readonly next: Float64Array;
  private jobs: Span[] = [];

  constructor(
    atoms: Atoms,
    readonly memory: 'old' | 'young',
    private readonly keep: number,
    width: number,
  ) {
    this.index = atoms.levels.findIndex(level => level.curve === lognormal && level.width === width);
    const level = (this.level = atoms.levels[this.index]!);
    const prior = Float64Array.from({ length: level.count }, (_, k) => {
      const away = level.first + k * width - atoms.centre;
      return 0.8 * bell(away, 1) + 0.2 * bell(away, 3);
    });
    const sum = prior.reduce((total, value) => total + value);
    this.prior = prior.map(value => value / sum);
    this.belief = this.prior.slice();
    this.next = new Float64Array(level.count);
  }

  learn({ spans, unforeseen }: Evidence): number {
    const job = spans[this.index]!;
    const foretold = explains(this.belief, job);
    this.jobs.push(job);
    if (this.jobs.length > REMEMBERED) this.jobs.shift();
    // The fit starts from the last one, so a round a job is enough, but for the first jobs.
    if (this.jobs.length < 16) this.maximise();
    this.maximise();
    return foretold + unforeseen;
  }

  private maximise(): void {
    const { belief, next, prior, jobs, keep } = this;
    for (let k = 0; k < next.length; k++) next[k] = PRIOR_JOBS * prior[k]!;
    let weight = 1;
    let total = PRIOR_JOBS;
    for (let index = jobs.length - 1; index >= 0; index--) {
      const job = jobs[index]!;
      const { start, values } = job;
      const scale = weight / (explains(belief, job) + 1e-12);
      for (let k = 0; k < values.length; k++) next[start + k]! += scale * belief[start + k]! * values[k]!;
      total += weight;
      weight *= keep;
    }
    for (let k = 0; k < next.length; k++) belief[k] = next[k]! / total;
  }

  addTo(belief: Float64Array, share: number): void {
    const { offset, count } = this.level;
    for (let k = 0; k < count; k++) belief[offset + k]! += share * this.belief[k]!;
  }

  forget(): void {
    this.jobs = [];
    this.belief.set(this.prior);
  }
}

function explains(belief: Float64Array, { start, values }: Span): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += belief[start + k]! * values[k]!;
  return sum;
}
