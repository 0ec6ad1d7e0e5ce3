/** The service's id of a job: opaque, 1 to 2048 characters; over HTTP 1 to 255 of `A-Za-z0-9._:~-`, neither `.` nor `..`. */
export type JobId = string;

/** The four statuses of a job. The status words of every service are mapped to these. */
export type JobStatus = 'pending' | 'running' | 'completed' | 'error';

/** The statuses of a job that has ended. */
export type SettledStatus = Extract<JobStatus, 'completed' | 'error'>;

/** The result of a completed job. Fields that the service does not return are absent. */
export interface JobResult {
  /** URL of the translated video. HeyGen's URLs expire: watch the job again for a fresh one. */
  readonly videoUrl?: string;
  /** URL of the translated audio. */
  readonly audioUrl?: string;
  /** URL of the captions as SRT. */
  readonly srtCaptionUrl?: string;
  /** URL of the captions as WebVTT. */
  readonly vttCaptionUrl?: string;
  /** Any other field that a custom transport returns. */
  readonly [field: string]: unknown;
}

/** Why a job failed. */
export interface JobFailure {
  /** The service's own message. */
  readonly message: string;
  /** The service's own code. */
  readonly code?: string;
}

interface SnapshotBase {
  /** The job. */
  readonly jobId: JobId;
  /** The previous status; absent on the first snapshot, and if the status has not changed. */
  readonly previousStatus?: JobStatus;
  /** The number of the poll that this snapshot comes from, from 1; 0 for the snapshot that `translate` emits before its first poll. */
  readonly polls: number;
  /** When the report arrived, in epoch ms of the client's clock. */
  readonly at: number;
  /** The service's own word for the status, if it is none of the four: for example `'canceled'` for a job with status `error`. */
  readonly statusText?: string;
}

/** A job that has not ended. */
export interface OpenSnapshot extends SnapshotBase {
  /** Waiting to start, or running. */
  readonly status: 'pending' | 'running';
  /** Age of the job in ms: from its creation if that is known, otherwise from the start of the watch. */
  readonly elapsedMs: number;
  /** When the next poll is due, in epoch ms. Absent while the watch is paused, and after its last poll. */
  readonly nextPollAt?: number;
  /** 0 to 1, only if the service reports it. */
  readonly progress?: number;
}

interface SettledBase extends SnapshotBase {
  /**
   * How long the job took, in ms: as the service reports it, otherwise estimated as up to the midpoint between the last poll that found it open and the one that found it settled.
   * Absent if neither is known: the first poll found the job settled, and this client did not create it.
   */
  readonly elapsedMs?: number;
}

/** A job that has completed. */
export interface CompletedSnapshot extends SettledBase {
  readonly status: 'completed';
  /** The result, with the URL of the translated video. */
  readonly result: JobResult;
}

/** A job that has failed. */
export interface FailedSnapshot extends SettledBase {
  readonly status: 'error';
  /** Why the job failed. */
  readonly failure: JobFailure;
}

/** The state of a job at one moment: a union by `status`. */
export type JobSnapshot = OpenSnapshot | CompletedSnapshot | FailedSnapshot;

/** The last snapshot of a job. */
export type SettledSnapshot = CompletedSnapshot | FailedSnapshot;

/** Has a job with this status ended? */
export const isSettledStatus = (status: JobStatus): status is SettledStatus =>
  status === 'completed' || status === 'error';

/**
 * Has the job completed or failed?
 *
 * @example
 * if (isSettled(job)) console.log(`${job.status} after ${job.elapsedMs} ms`);
 */
export const isSettled = (snapshot: JobSnapshot): snapshot is SettledSnapshot =>
  isSettledStatus(snapshot.status);
