import type { Atoms, Evidence } from './parameter-grid.js';
import { ChangeDetector } from './change-point.js';
import { distributionOf } from './tabulate.js';
import type { Distribution } from './distribution.js';
import type { Expert } from './expert.js';
import { Humps } from './kernel-density.js';
import { Jury } from './hedge.js';
import { OneCurve } from './grid-posterior.js';

/** The share that what all jobs teach has at the start among the experts for one key. */
const ELDERS = 0.7;
/** Once it has seen so many jobs, a committee speaks up at every fourth, and at a job that came as a surprise: one more hardly changes it. */
const MATURE = 32;
const EVERY = 4;

interface Verdict {
  readonly belief: Float64Array;
  readonly jobs: number;
  distribution?: Distribution;
}

/**
 * What is believed of jobs of one kind. What is right after three jobs (one curve) is not right after thirty (humps), and what is right in quiet
 * times (a long memory) is wrong after a change: so several experts are asked.
 */
export class Committee {
  private readonly jury: Jury;
  private readonly change = new ChangeDetector();
  private sinceChange = 0;
  private verdict?: Verdict;
  /** Jobs learned from. */
  jobs = 0;

  /** @param elders The committee of all jobs, where this one is for the jobs of one key. */
  constructor(
    private readonly atoms: Atoms,
    elders?: Committee,
  ) {
    const own: readonly (readonly [Expert, number])[] = [
      [new OneCurve(atoms, 'old', 0.98), 0.3],
      [new OneCurve(atoms, 'young', 0.85), 0.06],
      [new Humps(atoms, 'old', 0.97, 0.045), 0.16],
      [new Humps(atoms, 'old', 0.97, 0.15), 0.16],
      [new Humps(atoms, 'old', 0.97, 0.3), 0.16],
      [new Humps(atoms, 'young', 0.88, 0.15), 0.16],
    ];
    this.jury = new Jury(
      elders
        ? [
            ...own.map(([expert, share]) => [expert, share * (1 - ELDERS)] as const),
            [asExpert(elders), ELDERS],
          ]
        : own,
    );
  }

  /** @returns how probable the committee thought the job */
  learn(evidence: Evidence): number {
    const { foretold, advantage } = this.jury.learn(evidence);
    const since = this.change.note(evidence, advantage);
    if (since) this.jury.startAnew(since);
    this.jobs++;
    this.sinceChange = since ? 0 : this.sinceChange + 1;
    const surprise = foretold < evidence.wide / 2;
    if (surprise || this.sinceChange < MATURE || this.sinceChange % EVERY === 0) this.verdict = this.confer();
    return foretold;
  }

  /** How probable the committee thinks a job. */
  foretell({ spans, unforeseen }: Evidence): number {
    const { belief } = this;
    let sum = unforeseen;
    this.atoms.levels.forEach(({ offset }, index) => {
      const { start, values } = spans[index]!;
      for (let k = 0; k < values.length; k++) sum += belief[offset + start + k]! * values[k]!;
    });
    return sum;
  }

  /** What the experts believe together, over all atoms. */
  get belief(): Float64Array {
    return (this.verdict ??= this.confer()).belief;
  }

  get distribution(): Distribution {
    const verdict = (this.verdict ??= this.confer());
    return (verdict.distribution ??= distributionOf(this.atoms, verdict.belief, verdict.jobs));
  }

  private confer(): Verdict {
    const belief = new Float64Array(this.atoms.size);
    this.jury.addTo(belief);
    return { belief, jobs: this.jobs };
  }
}

/** What all jobs teach, as an expert for the jobs of one key. It learns elsewhere. */
function asExpert(elders: Committee): Expert {
  return {
    memory: 'none',
    learn: evidence => elders.foretell(evidence),
    addTo: (belief, share) => {
      const { belief: theirs } = elders;
      for (let atom = 0; atom < belief.length; atom++) belief[atom]! += share * theirs[atom]!;
    },
    forget: () => undefined,
  };
}
