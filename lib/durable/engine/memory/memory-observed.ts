import type { ObservedJob } from '../../../policy/polling/polling-strategy.js';
import type { ObservedPage } from '../observed-page.js';
import { OBSERVED_KEPT } from '../../policy/limits.js';
import type { ObservedRows } from '../rows/account-rows.js';

/** What was learned about the durations of an account's jobs. The cursor is how many were ever added. */
export class MemoryObserved implements ObservedRows {
  #jobs: readonly ObservedJob[] = [];
  #added = 0;

  add(job: ObservedJob): void {
    this.#jobs = [...this.#jobs, job].slice(-OBSERVED_KEPT);
    this.#added++;
  }

  read(cursor = '0'): ObservedPage {
    const missed = this.#added - Number(cursor);
    return { jobs: missed > 0 ? this.#jobs.slice(-missed) : [], cursor: String(this.#added) };
  }
}
