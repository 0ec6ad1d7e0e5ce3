import type { ObservedJob } from '../../../policy/polling/polling-strategy.js';
import type { ObservedPage } from '../engine.js';

/** As many as a schedule remembers (`TrainingData`). */
const KEPT = 256;

/** What has been learned about the durations of an account's jobs. */
export class MemoryObserved {
  #jobs: readonly ObservedJob[] = [];
  #count = 0;

  add(job: ObservedJob): void {
    this.#jobs = [...this.#jobs, job].slice(-KEPT);
    this.#count++;
  }

  /** All since the cursor that are still kept. */
  read(cursor = '0'): ObservedPage {
    const missed = this.#count - Number(cursor);
    return { jobs: missed > 0 ? this.#jobs.slice(-missed) : [], cursor: String(this.#count) };
  }
}
