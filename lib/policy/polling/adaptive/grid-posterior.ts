import type { Atoms, Evidence } from './parameter-grid.js';
import type { Expert } from './expert.js';

/** An atom that is e^20 times less credible than the best one is not worth an `exp`. */
const NEGLIGIBLE = -20;

/**
 * Believes that all jobs follow one curve and weighs the atoms by Bayes' rule: right after a handful of jobs, where the durations have one hump.
 *
 * Evidence fades by `keep` a job. Outliers cap what one job can say against an atom.
 */
export class OneCurve implements Expert {
  /** Log of how much more credible each atom has become than one that explained nothing. */
  private readonly gain: Float64Array;
  /** Sums to `total`. */
  private readonly belief: Float64Array;
  private total = 1;

  constructor(
    private readonly atoms: Atoms,
    readonly memory: 'old' | 'young',
    private readonly keep: number,
  ) {
    this.gain = new Float64Array(atoms.size);
    this.belief = atoms.prior.slice();
  }

  learn({ spans, unforeseen }: Evidence): number {
    const { gain, belief } = this;
    let foretold = 0;
    this.fade();
    this.atoms.levels.forEach(({ offset }, index) => {
      const { start, values } = spans[index]!;
      for (let k = 0, atom = offset + start; k < values.length; k++, atom++) {
        foretold += belief[atom]! * values[k]!;
        gain[atom]! += Math.log1p(values[k]! / unforeseen);
      }
    });
    foretold /= this.total;
    this.weigh();
    return foretold + unforeseen;
  }

  private fade(): void {
    const { gain, keep } = this;
    for (let k = 0; k < gain.length; k++) gain[k]! *= keep;
  }

  private weigh(): void {
    const { exp } = Math;
    const { gain, belief } = this;
    const { prior } = this.atoms;
    let best = 0;
    for (const value of gain) if (value > best) best = value;
    let total = 0;
    for (let k = 0; k < gain.length; k++) {
      const below = gain[k]! - best;
      total += belief[k] = below < NEGLIGIBLE ? 0 : prior[k]! * exp(below);
    }
    this.total = total;
  }

  addTo(belief: Float64Array, share: number): void {
    const scale = share / this.total;
    for (let k = 0; k < belief.length; k++) belief[k]! += scale * this.belief[k]!;
  }

  forget(): void {
    this.gain.fill(0);
    this.belief.set(this.atoms.prior);
    this.total = 1;
  }
}
