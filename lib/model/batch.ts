import type { TranslationError } from './errors.js';
import type { JobId, JobSnapshot, JobStatus } from './job.js';

/** How many jobs of a batch stand where. `lost`: the watch ended without an answer; the job itself may be well. */
export type BatchCounts = Readonly<Record<JobStatus | 'lost', number>>;

/** What is known of a batch at one moment. Immutable: an older snapshot goes on telling what it told. */
export interface BatchSnapshot {
  readonly total: number;
  /** A job not yet seen counts as pending. The counts add up to `total`. */
  readonly counts: BatchCounts;
  /** How many are completed, error or lost. */
  readonly done: number;
  /** The job whose news this snapshot brings; absent on the first. */
  readonly changed?: JobId;
  /** The last snapshot of one job; undefined while it has not been seen, and for a job not in the batch. */
  get(jobId: JobId): JobSnapshot | undefined;
  /** Why a job's watch was lost. */
  errorOf(jobId: JobId): TranslationError | undefined;
  /** All jobs in the order they were given. */
  entries(): IterableIterator<readonly [JobId, JobSnapshot | undefined]>;
}
