import {
  above,
  anything,
  atLeast,
  atLeastOption,
  between,
  checkNames,
  checkOptions,
  checkRequired,
  type CheckTable,
} from '../../../model/checks.js';
import type { ObservedJob } from '../polling-strategy.js';
import { aKey, checkAdaptiveOptions, type AdaptiveOptions, type CheckedOptions } from './options.js';

/** Jobs to keep: more than any expert remembers. */
const MAX_JOBS = 256;

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

/** @throws RangeError or TypeError naming the field, its bound and the value. */
export function checkJob(doing: string, job: ObservedJob): ObservedJob {
  checkNames(doing, job, ['key', 'videoSeconds', 'afterMs', 'byMs']);
  checkRequired(doing, job, ['afterMs']);
  const { key, videoSeconds, afterMs, byMs } = job;
  checkOptions(
    doing,
    { afterMs, byMs, videoSeconds, key },
    {
      afterMs: atLeast(0),
      byMs: atLeastOption('afterMs', afterMs),
      videoSeconds: above(0),
      key: aKey,
    },
  );
  return {
    ...(key !== undefined && { key }),
    ...(videoSeconds !== undefined && { videoSeconds }),
    afterMs,
    ...(byMs !== undefined && { byMs }),
  };
}

const SNAPSHOT: CheckTable = {
  version: value => (value === 1 ? undefined : 'must be 1'),
  options: anything,
  jobs: value => (Array.isArray(value) ? undefined : 'must be an array'),
};

/**
 * Reads what `snapshot()` returned.
 *
 * @param options Replace those in the snapshot, one by one.
 * @throws RangeError or TypeError naming what is wrong with the snapshot.
 */
export function checkSnapshot(
  json: unknown,
  options: Partial<AdaptiveOptions>,
): { readonly options: CheckedOptions; readonly jobs: readonly ObservedJob[] } {
  const doing = 'restore an adaptive schedule';
  const snapshot = checkOptions(doing, json as AdaptiveSnapshot, SNAPSHOT);
  checkRequired(doing, snapshot, ['version', 'options', 'jobs']);
  const { jobs } = snapshot;
  checkOptions(doing, { 'jobs.length': jobs.length }, { 'jobs.length': between(0, MAX_JOBS) });
  return {
    options: checkAdaptiveOptions({ ...snapshot.options, ...options }),
    jobs: jobs.map((job, index) => checkJob(`restore job ${index + 1} of an adaptive schedule`, job)),
  };
}
