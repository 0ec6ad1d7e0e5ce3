import { anything, between, checkOptions, checkRequired, type CheckTable } from '../../../model/checks.js';
import type { ObservedJob } from '../polling-strategy.js';
import { checkJob } from './check-job.js';
import { checkAdaptiveOptions, type AdaptiveOptions, type CheckedOptions } from './options.js';
import { MAX_JOBS, type AdaptiveSnapshot } from './training-data.js';

const SNAPSHOT: CheckTable<AdaptiveSnapshot> = {
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
