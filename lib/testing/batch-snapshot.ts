import { anObject, checkOption, isObject, shown } from '../model/checks.js';
import type { BatchCounts, BatchJob, BatchSnapshot } from '../model/batch.js';
import { isTranslationError, type TranslationError } from '../model/errors.js';
import type { JobId, JobSnapshot, JobStatus } from '../model/job.js';
import { present } from '../model/present.js';
import { completedSnapshot, failedSnapshot, pendingSnapshot, runningSnapshot } from './snapshots.js';

/** One job of a batch: its snapshot, just its status, the error that its watch ended with, or `unseen`. */
export type BatchEntry = JobSnapshot | JobStatus | TranslationError | 'unseen';

const BUILDERS = {
  pending: pendingSnapshot,
  running: runningSnapshot,
  completed: completedSnapshot,
  error: failedSnapshot,
};

const snapshotOf = (jobId: JobId, entry: BatchEntry): JobSnapshot | undefined => {
  if (entry === 'unseen') return undefined;
  if (isTranslationError(entry)) return entry.snapshot;
  if (isObject(entry)) return entry;
  if (!Object.hasOwn(BUILDERS, entry)) {
    const known = [...Object.keys(BUILDERS), 'unseen'].join(', ');
    throw new TypeError(`Cannot build a batch: \`${jobId}\` must be one of ${known}, got ${shown(entry)}`);
  }
  return BUILDERS[entry]({ jobId });
};

const countedAs = (entry: BatchEntry): keyof BatchCounts => {
  if (entry === 'unseen') return 'pending';
  if (isTranslationError(entry)) return 'lost';
  return typeof entry === 'string' ? entry : entry.status;
};

/**
 * A batch with the given jobs, such as `batchSnapshot({ 'job-1': 'running', 'job-2': completedSnapshot({ jobId: 'job-2' }) })`.
 *
 * @throws RangeError for anything but an object, TypeError for an unknown status.
 * @param changed The job that changed in this snapshot.
 * @example
 * const batch = batchSnapshot({ 'job-1': 'running', 'job-2': completedSnapshot({ jobId: 'job-2' }) }, 'job-2');
 * console.log(`${batch.done} of ${batch.total}`); // 1 of 2
 */
export function batchSnapshot(jobs: Readonly<Record<JobId, BatchEntry>>, changed?: JobId): BatchSnapshot {
  checkOption('build a batch', 'jobs', jobs, anObject);
  const given = new Map(Object.entries(jobs));
  const seen = new Map([...given].map(([jobId, entry]) => [jobId, snapshotOf(jobId, entry)]));
  const counts = { pending: 0, running: 0, completed: 0, error: 0, lost: 0 };
  for (const entry of given.values()) counts[countedAs(entry)] += 1;

  return {
    total: given.size,
    counts,
    done: counts.completed + counts.error + counts.lost,
    ...(changed === undefined ? {} : { changed }),
    get: jobId => seen.get(jobId),
    errorOf: jobId => errorOf(given.get(jobId)),
    entries: () => seen.entries(),
    jobs: () => [...given].map(([jobId, entry]) => jobOf(jobId, entry)).values(),
  };
}

const errorOf = (entry: BatchEntry | undefined): TranslationError | undefined =>
  isTranslationError(entry) ? entry : undefined;

function jobOf(jobId: JobId, entry: BatchEntry): BatchJob {
  const snapshot = snapshotOf(jobId, entry);
  const error = errorOf(entry);
  return present({ jobId, snapshot, error });
}
