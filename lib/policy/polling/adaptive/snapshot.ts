import { checkJob, type ObservedJob } from './observed-job.js';
import { KEPT } from './training-data.js';
import { checkOptions, onlyKnown, type CheckedOptions, type AdaptiveOptions } from './options.js';

/** Everything a learned schedule knows, as plain JSON: its options and at most 256 jobs, some 20 kB. */
export interface AdaptiveSnapshot {
  readonly version: 1;
  readonly options: AdaptiveOptions;
  readonly jobs: readonly ObservedJob[];
}

const TASK = 'Cannot restore a schedule';

/**
 * @param options Replace those in the snapshot, one by one.
 * @throws TypeError or RangeError with one sentence that says what is wrong
 */
export function checkSnapshot(
  json: unknown,
  options: Partial<AdaptiveOptions>,
): { options: CheckedOptions; jobs: readonly ObservedJob[] } {
  onlyKnown(TASK, json, ['version', 'options', 'jobs']);
  const { version, options: saved, jobs } = json as Record<string, unknown>;
  if (version !== 1) throw new RangeError(`${TASK}: \`version\` must be 1, got ${String(version)}`);
  onlyKnown(TASK, saved, ['pollCostMs', 'minIntervalMs', 'maxIntervalMs', 'prior', 'key'], 'options');
  if (!Array.isArray(jobs)) throw new TypeError(`${TASK}: \`jobs\` must be an array, got ${typeof jobs}`);
  if (jobs.length > KEPT)
    throw new RangeError(`${TASK}: \`jobs\` must have at most ${KEPT} entries, got ${jobs.length}`);
  return {
    options: checkOptions({ ...(saved as AdaptiveOptions), ...options }),
    jobs: jobs.map((job, index) => checkJob(`${TASK}, job ${index + 1}`, job)),
  };
}
