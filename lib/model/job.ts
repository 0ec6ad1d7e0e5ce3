/** What a service calls a job: opaque, `[A-Za-z0-9._:~-]{1,255}`, neither `.` nor `..`. */
export type JobId = string;

/** The four words every service's vocabulary is brought down to. */
export type JobStatus = 'pending' | 'running' | 'completed' | 'error';

/** A status that the service has settled: nothing more will happen to the job. */
export type SettledStatus = Extract<JobStatus, 'completed' | 'error'>;

/** What a finished job left behind. Fields that the service did not give are absent. */
export interface JobResult {
  /** Address of the translated video. HeyGen's are presigned and expire: poll the job again for a fresh one. */
  readonly videoUrl?: string;
  readonly audioUrl?: string;
  readonly srtCaptionUrl?: string;
  readonly vttCaptionUrl?: string;
  /** Whatever else a transport of your own wants to hand on. */
  readonly [field: string]: unknown;
}

/** Why the service gave a job up. */
export interface JobFailure {
  readonly message: string;
  readonly code?: string;
}

interface SnapshotBase {
  readonly jobId: JobId;
  /** The status before this one; absent on the first snapshot and while it has not changed. */
  readonly previousStatus?: JobStatus;
  /** The poll that this snapshot comes from, counted from 1; 0 for the snapshot `translate` emits before its first poll. */
  readonly polls: number;
  /** When the answer arrived: epoch ms of the client's clock. */
  readonly at: number;
  /** The service's own word for the status, where it is none of the four: `'canceled'`, say, of a job with status `error`. */
  readonly statusText?: string;
}

/** A job that goes on. */
export interface OpenSnapshot extends SnapshotBase {
  readonly status: 'pending' | 'running';
  /** Age of the job in ms: from its creation where that is known, otherwise from the start of the watch. */
  readonly elapsedMs: number;
  /** When the watch will poll again: epoch ms. Absent while it is paused. */
  readonly nextPollAt?: number;
  /** 0..1, only where the service gives one. */
  readonly progress?: number;
}

interface SettledBase extends SnapshotBase {
  /**
   * How long the job took, in ms: as the service tells; otherwise to halfway between the last poll that found it open and the one that found it settled. Absent
   * for a job that was settled at the first poll of a watch.
   */
  readonly elapsedMs?: number;
}

/** A job that the service has finished. */
export interface CompletedSnapshot extends SettledBase {
  readonly status: 'completed';
  readonly result: JobResult;
}

/** A job that the service has given up. */
export interface FailedSnapshot extends SettledBase {
  readonly status: 'error';
  readonly failure: JobFailure;
}

/** What is known of a job at one moment: a union by `status`. */
export type JobSnapshot = OpenSnapshot | CompletedSnapshot | FailedSnapshot;

/** A job's last snapshot. */
export type SettledSnapshot = CompletedSnapshot | FailedSnapshot;

export const isSettledStatus = (status: JobStatus): status is SettledStatus =>
  status === 'completed' || status === 'error';

/** Has the service spoken its last word on this job? */
export const isSettled = (snapshot: JobSnapshot): snapshot is SettledSnapshot =>
  isSettledStatus(snapshot.status);
