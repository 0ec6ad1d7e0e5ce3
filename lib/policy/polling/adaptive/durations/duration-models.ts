import { dropOldest } from '../../../../model/drop-oldest.js';
import type { ObservedJob } from '../../polling-strategy.js';
import { LengthScaling, likelihoodsOf, type Predictive } from './length-scaling.js';
import type { Prior } from '../options.js';
import { ParameterGrid } from './parameter-grid.js';

/** The most keys with their own model; the least recently used one is dropped. */
const MAX_KEYS = 32;
/** The shortest duration that can be measured: that of a job found to have ended when it was created. */
const MIN_DURATION_MS = 1;

/** The models of all jobs together, and of the jobs of each key. */
export class DurationModels {
  private readonly grid: ParameterGrid;
  private readonly allJobs: LengthScaling;
  private readonly byKey = new Map<string, LengthScaling>();

  constructor(prior: Prior) {
    this.grid = new ParameterGrid(prior);
    this.allJobs = new LengthScaling(this.grid);
  }

  /** Learns from a job. */
  update({ key, videoSeconds, afterMs, byMs = Infinity }: ObservedJob): void {
    if (afterMs === 0 && byMs === Infinity) return;
    // Widens intervals as short as a millisecond: an instant has no probability.
    const by = Math.max(byMs, afterMs * 1.001, MIN_DURATION_MS);
    const likelihoods = likelihoodsOf(this.grid, afterMs, by, videoSeconds);
    // The key first: its parent is weighted by its prediction before this job.
    if (key !== undefined) this.modelOf(key).update(likelihoods);
    this.allJobs.update(likelihoods);
  }

  /** What is known about a job: from the model of its key if there is one, else from all jobs. */
  predict(key: string | undefined, videoSeconds: number | undefined): Predictive {
    const model = key === undefined ? undefined : this.byKey.get(key);
    return (model ?? this.allJobs).predict(videoSeconds);
  }

  private modelOf(key: string): LengthScaling {
    const model = this.byKey.get(key) ?? new LengthScaling(this.grid, this.allJobs);
    this.byKey.delete(key);
    this.byKey.set(key, model);
    dropOldest(this.byKey, MAX_KEYS);
    return model;
  }
}
