import { Atoms } from './parameter-grid.js';
import { evidencesOf, Experience } from './length-scaling.js';
import type { Knowledge } from './predictive.js';
import type { ObservedJob } from './observed-job.js';
import type { Prior } from './options.js';

/** Keys known at a time; the one unheard of for the longest is forgotten. */
const MOST_KEYS = 32;
/** Shortest time in which a job can have been seen to end: an answer that comes with the creation. */
const LEAST_MS = 1;

/** Everything learned: from all jobs together, and from the jobs of each key. */
export class Memory {
  private readonly atoms: Atoms;
  private readonly all: Experience;
  private readonly keys = new Map<string, Experience>();

  constructor(prior: Prior) {
    this.atoms = new Atoms(prior);
    this.all = new Experience(this.atoms);
  }

  learn({ key, videoSeconds, afterMs, byMs = Infinity }: ObservedJob): void {
    if (afterMs === 0 && byMs === Infinity) return;
    // Two polls a clock's tick apart say "about then": the curves have no place for an instant.
    const by = Math.max(byMs, afterMs * 1.001, LEAST_MS);
    // The key first: what all jobs teach is weighed by how well it foretold this one.
    const evidences = evidencesOf(this.atoms, afterMs, by, videoSeconds);
    if (key !== undefined) this.keyed(key).learn(evidences);
    this.all.learn(evidences);
  }

  about(key: string | undefined, videoSeconds: number | undefined): Knowledge {
    const known = key === undefined ? undefined : this.keys.get(key);
    return (known ?? this.all).about(videoSeconds);
  }

  private keyed(key: string): Experience {
    const known = this.keys.get(key) ?? new Experience(this.atoms, this.all);
    this.keys.delete(key);
    this.keys.set(key, known);
    const [oldest] = this.keys.keys();
    if (this.keys.size > MOST_KEYS && oldest !== undefined) this.keys.delete(oldest);
    return known;
  }
}
