import type { Evidence } from './parameter-grid.js';

/** How far back a change is looked for, in jobs. */
const WINDOW = 24;
/** Evidence that must pile up for a change: odds of e^4 = 55 to 1. In stationary simulations that is a false alarm in 5000 jobs. */
const ALARM = 4;
/** Before so many jobs there is little to forget. */
const SETTLED = 12;

/** Notices that jobs have become another kind of jobs (a CUSUM test: Page 1954). */
export class ChangeDetector {
  private recent: { readonly evidence: Evidence; readonly advantage: number }[] = [];
  private jobs = 0;

  /**
   * @param advantage Log of how much better those with a short memory foretold the job than those with a long one.
   * @returns the jobs since the change, where there was one
   */
  note(evidence: Evidence, advantage: number): readonly Evidence[] | undefined {
    this.jobs++;
    this.recent.push({ evidence, advantage });
    if (this.recent.length > WINDOW) this.recent.shift();
    let sum = 0;
    let most = 0;
    let since = 0;
    for (let index = this.recent.length - 1; index >= 0; index--) {
      sum += this.recent[index]!.advantage;
      if (sum > most) [most, since] = [sum, index];
    }
    if (most <= ALARM || this.jobs < SETTLED) return undefined;
    const changed = this.recent.slice(since).map(({ evidence }) => evidence);
    this.recent = [];
    this.jobs = 0;
    return changed;
  }
}
