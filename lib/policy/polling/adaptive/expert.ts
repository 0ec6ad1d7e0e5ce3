import type { Evidence } from './parameter-grid.js';

/** One way to learn from finished jobs. */
export interface Expert {
  /** A `young` one forgets in a few jobs, an `old` one in dozens. */
  readonly memory: 'old' | 'young' | 'none';
  /** How probable the expert thought this job was, before it learned from it. */
  learn(evidence: Evidence): number;
  /** Adds the expert's belief, times `share`, to a belief over all atoms. */
  addTo(belief: Float64Array, share: number): void;
  /** Back to the prior. */
  forget(): void;
}
