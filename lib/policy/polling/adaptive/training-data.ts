import type { ObservedJob } from '../polling-strategy.js';
import type { AdaptiveOptions } from './options.js';

/** Jobs to keep: more than any expert remembers. */
export const MAX_JOBS = 256;

/** Everything an adaptive schedule knows, as plain JSON: its options and at most 256 jobs, about 20 KB. */
export interface AdaptiveSnapshot {
  readonly version: 1;
  /** The options, with every default filled in. */
  readonly options: AdaptiveOptions;
  /** The jobs that it has learned from, oldest first. */
  readonly jobs: readonly ObservedJob[];
}

/** The jobs that a schedule has learned from, in order. When full, it drops the oldest job of the key with the most jobs. */
export class TrainingData {
  private readonly jobs: ObservedJob[] = [];

  add(job: ObservedJob): void {
    this.jobs.push(job);
    if (this.jobs.length <= MAX_JOBS) return;
    const counts = new Map<string | undefined, number>();
    for (const { key } of this.jobs) counts.set(key, (counts.get(key) ?? 0) + 1);
    const most = Math.max(...counts.values());
    this.jobs.splice(
      this.jobs.findIndex(({ key }) => counts.get(key) === most),
      1,
    );
  }

  copy(): readonly ObservedJob[] {
    return this.jobs.map(job => ({ ...job }));
  }
}
