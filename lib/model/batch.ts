import type { TranslationError } from './errors.js';
import type { JobId, JobSnapshot, JobStatus } from './job.js';

/** How many jobs of a batch have each status. `lost`: the watch ended without an answer; the job itself may be well. */
export type BatchCounts = Readonly<Record<JobStatus | 'lost', number>>;

/** One job of a batch. */
export interface BatchJob {
  /** Which of the requests it comes from, from 0; absent in a batch of ids. */
  readonly requestIndex?: number;
  /** The language it was requested in, where the request names one. */
  readonly language?: string;
  /** Absent until the job has been created. */
  readonly jobId?: JobId;
  /** Absent until the job has been polled. */
  readonly snapshot?: JobSnapshot;
  /** Why it could not be created, or its watch was lost. */
  readonly error?: TranslationError;
}

/** What is known of a batch at one moment. Immutable: an older snapshot goes on saying what it said. */
export interface BatchSnapshot {
  readonly total: number;
  /** A job that has not been polled counts as pending. The counts add up to `total`. */
  readonly counts: BatchCounts;
  /** How many are completed, error or lost. */
  readonly done: number;
  /** The job that this snapshot brings news of; absent on the first. */
  readonly changed?: JobId;
  /** The last snapshot of one job; undefined while it has not been polled, and for a job not in the batch. */
  get(jobId: JobId): JobSnapshot | undefined;
  /** Why a job's watch was lost. */
  errorOf(jobId: JobId): TranslationError | undefined;
  /** The id and last snapshot of every job that exists, in the order of the requests. */
  entries(): IterableIterator<readonly [JobId, JobSnapshot | undefined]>;
  /** Every job that was asked for, in the order of the requests: those that could not be created too. */
  jobs(): IterableIterator<BatchJob>;
}
