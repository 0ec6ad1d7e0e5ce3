import type { Evidence } from './parameter-grid.js';
import type { Expert } from './expert.js';

interface Seat {
  readonly expert: Expert;
  /** Log of the expert's share before anything is known. */
  readonly start: number;
  /** Log of what the expert has earned since, by foretelling jobs well. */
  earned: number;
}

/** How much of what an expert has earned is left a job later: the last twenty jobs decide. */
const FADE = 0.95;
/** Experts with less are not heard. */
const LEAST_SHARE = 1e-4;

/**
 * Experts with different beliefs, each heard as far as it foretold the jobs that came.
 *
 * @see Cesa-Bianchi and Lugosi 2006, Prediction, Learning, and Games.
 */
export class Jury {
  private readonly seats: readonly Seat[];

  constructor(experts: readonly (readonly [expert: Expert, share: number])[]) {
    this.seats = experts.map(([expert, share]) => ({ expert, start: Math.log(share), earned: 0 }));
  }

  /** @returns how probable the jury thought the job, and the log of how much better the young foretold it than the old */
  learn(evidence: Evidence): { readonly foretold: number; readonly advantage: number } {
    const shares = this.shares();
    const foretold = { old: 0, young: 0, none: 0 };
    const held = { old: 0, young: 0, none: 0 };
    this.seats.forEach((seat, index) => {
      const { memory } = seat.expert;
      const probability = seat.expert.learn(evidence);
      foretold[memory] += shares[index]! * probability;
      held[memory] += shares[index]!;
      seat.earned = FADE * seat.earned + Math.log(probability);
    });
    return {
      foretold: foretold.old + foretold.young + foretold.none,
      advantage: Math.log(foretold.young / held.young) - Math.log(foretold.old / held.old),
    };
  }

  /** After a change: the old forget what was before it, and are heard like the best of the young. */
  startAnew(since: readonly Evidence[]): void {
    const young = this.seats.filter(({ expert }) => expert.memory === 'young');
    const earned = Math.max(...young.map(seat => seat.earned));
    for (const seat of this.seats) {
      if (seat.expert.memory !== 'old') continue;
      seat.expert.forget();
      for (const evidence of since) seat.expert.learn(evidence);
      seat.earned = earned;
    }
  }

  addTo(belief: Float64Array): void {
    this.shares().forEach((share, index) => {
      if (share > LEAST_SHARE) this.seats[index]!.expert.addTo(belief, share);
    });
  }

  private shares(): readonly number[] {
    const best = Math.max(...this.seats.map(({ start, earned }) => start + earned));
    const credit = this.seats.map(({ start, earned }) => Math.exp(start + earned - best));
    const sum = credit.reduce((total, value) => total + value);
    return credit.map(value => value / sum);
  }
}
