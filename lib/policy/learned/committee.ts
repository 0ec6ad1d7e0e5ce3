import type { Atoms, Evidence } from './atoms.js';
import { ChangeDetector } from './change.js';
import { Distribution } from './distribution.js';
import type { Expert } from './expert.js';
import { Humps } from './humps.js';
import { OneCurve } from './one-curve.js';

interface Seat {
  readonly expert: Expert;
  /** Log of the expert's share before anything is known. */
  readonly start: number;
  /** Log of what the expert has earned since by foretelling jobs well. */
  earned: number;
}

/** How much of what an expert has earned is left a job later: the last twenty jobs decide. */
const FADE = 0.95;
/** Once it has seen so many jobs, a committee speaks up at every fourth, and at a job that came as a surprise. */
const MATURE = 32;
const EVERY = 4;
/** Experts with less are left out. */
const LEAST_SHARE = 1e-4;
/** The share of a key's committee that what all jobs teach has at the start. */
const ELDERS = 0.7;

/**
 * Experts with different beliefs, each listened to as far as it foretold the jobs that came: what is right after three jobs (one curve) is not
 * right after thirty (humps), and what is right in quiet times (a long memory) is wrong after a change.
 *
 * @see Cesa-Bianchi and Lugosi 2006, Prediction, Learning, and Games, for experts that are weighed by their predictions.
 */
export class Committee {
  private readonly seats: readonly Seat[];
  private readonly change = new ChangeDetector();
  private said?: { readonly belief: Float64Array; readonly jobs: number; distribution?: Distribution };
  private sinceChange = 0;
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
    const others = elders ? ELDERS : 0;
    this.seats = [
      ...own.map(([expert, share]) => seat(expert, share * (1 - others))),
      ...(elders ? [seat(asExpert(elders), others)] : []),
    ];
  }

  /** @returns how probable the committee thought the job */
  learn(evidence: Evidence): number {
    const shares = this.shares();
    const foretold = { old: 0, young: 0, none: 0 };
    const held = { old: 0, young: 0, none: 0 };
    this.seats.forEach((member, index) => {
      const { memory } = member.expert;
      const probability = member.expert.learn(evidence);
      foretold[memory] += shares[index]! * probability;
      held[memory] += shares[index]!;
      member.earned = FADE * member.earned + Math.log(probability);
    });
    this.jobs++;
    const advantage = Math.log((foretold.young / held.young) * (held.old / foretold.old));
    const since = this.change.note(evidence, advantage);
    this.sinceChange = since ? 0 : this.sinceChange + 1;
    if (since) this.startAnew(since);
    const probability = foretold.old + foretold.young + foretold.none;
    const surprise = probability < evidence.wide / 2;
    if (surprise || this.sinceChange < MATURE || this.sinceChange % EVERY === 0) this.said = this.blend();
    return probability;
  }

  /** The old forget what was before the change, and are listened to again. */
  private startAnew(since: readonly Evidence[]): void {
    const young = this.seats.filter(({ expert }) => expert.memory === 'young');
    const earned = Math.max(...young.map(member => member.earned));
    for (const member of this.seats) {
      if (member.expert.memory !== 'old') continue;
      member.expert.forget();
      for (const evidence of since) member.expert.learn(evidence);
      member.earned = earned;
    }
  }

  private shares(): readonly number[] {
    const best = Math.max(...this.seats.map(({ start, earned }) => start + earned));
    const credit = this.seats.map(({ start, earned }) => Math.exp(start + earned - best));
    const sum = credit.reduce((total, value) => total + value);
    return credit.map(value => value / sum);
  }

  /** How probable the committee thinks a job, outliers apart. */
  foretell(spans: Evidence['spans']): number {
    const { belief } = this;
    let sum = 0;
    this.atoms.levels.forEach(({ offset }, index) => {
      const { start, values } = spans[index]!;
      for (let k = 0; k < values.length; k++) sum += belief[offset + start + k]! * values[k]!;
    });
    return sum;
  }

  /** What the experts believe together. A committee that has seen many jobs says so at every fourth only: one more hardly changes it. */
  get belief(): Float64Array {
    return (this.said ??= this.blend()).belief;
  }

  get distribution(): Distribution {
    const said = (this.said ??= this.blend());
    return (said.distribution ??= new Distribution(this.atoms, said.belief, said.jobs));
  }

  private blend(): NonNullable<typeof this.said> {
    const belief = new Float64Array(this.atoms.size);
    this.shares().forEach((share, index) => {
      if (share > LEAST_SHARE) this.seats[index]!.expert.addTo(belief, share);
    });
    return { belief, jobs: this.jobs };
  }
}

function seat(expert: Expert, share: number): Seat {
  return { expert, start: Math.log(share), earned: 0 };
}

/** What all jobs teach, as an expert for the jobs of one key. It learns elsewhere. */
function asExpert(elders: Committee): Expert {
  return {
    memory: 'none',
    learn: ({ spans, unforeseen }) => elders.foretell(spans) + unforeseen,
    addTo: (belief, share) => {
      elders.belief.forEach((value, atom) => (belief[atom]! += share * value));
    },
    forget: () => undefined,
  };
}
