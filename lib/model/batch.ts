import type { TranslationError } from './errors.js';
import type { JobId, JobSnapshot, JobStatus } from './job.js';

/** The number of jobs with each status. `lost`: the job could not be created, or its watch ended without a result. */
export type BatchCounts = Readonly<Record<JobStatus | 'lost', number>>;

/** One job of a batch. */
export interface BatchJob {
  /** The index of its request, from 0; absent in a batch of ids. */
  readonly requestIndex?: number;
  /** Its language, if the request names one. */
  readonly language?: string;
  /** Absent until the job has been created. */
  readonly jobId?: JobId;
  /** Absent until its watch has emitted one. */
  readonly snapshot?: JobSnapshot;
  /** Why it could not be created, or why its watch ended without a result. */
  readonly error?: TranslationError;
}

/** The state of a batch at one moment. Immutable: later changes do not affect it. */
export interface BatchSnapshot {
  /** The number of jobs in the batch, including those that could not be created. */
  readonly total: number;
  /** The number of jobs with each status, and of those that are lost. A job without a snapshot counts as pending. The counts add up to `total`. */
  readonly counts: BatchCounts;
  /** The number of jobs that are completed, failed or lost. */
  readonly done: number;
  /** The job that changed; absent on the first snapshot. */
  readonly changed?: JobId;
  /** The last snapshot of one job; undefined until its watch has emitted one, and for a job not in the batch. */
  get(jobId: JobId): JobSnapshot | undefined;
  /** Why a job's watch ended without a result; undefined for every other job. */
  errorOf(jobId: JobId): TranslationError | undefined;
  /** The id and last snapshot of every job that exists, in the order of the requests. */
  entries(): IterableIterator<readonly [JobId, JobSnapshot | undefined]>;
  /** Every job that was requested, in the order of the requests, including those that could not be created. */
  jobs(): IterableIterator<BatchJob>;
}
