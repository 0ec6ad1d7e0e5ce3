import type { ObservedJob } from './observed-job.js';

/** Jobs that are kept: more than the longest memory among the experts reaches back. */
export const KEPT = 256;

/** The jobs a schedule has learned from, in order. When it is full, the key with the most jobs gives up its oldest. */
export class Journal {
  private readonly jobs: ObservedJob[] = [];

  add(job: ObservedJob): void {
    this.jobs.push(job);
    if (this.jobs.length <= KEPT) return;
    const counts = new Map<string | undefined, number>();
    for (const { key } of this.jobs) counts.set(key, (counts.get(key) ?? 0) + 1);
    const most = Math.max(...counts.values());
    this.jobs.splice(
      this.jobs.findIndex(({ key }) => counts.get(key) === most),
      1,
    );
  }

  entries(): readonly ObservedJob[] {
    return this.jobs.map(job => ({ ...job }));
  }
}
