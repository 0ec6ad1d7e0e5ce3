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
  /** Age of the job in ms: from its creation where the service tells it, else from the start of the watch. */
  readonly elapsedMs: number;
}

/** A job that goes on. */
export interface OpenSnapshot extends SnapshotBase {
  readonly status: 'pending' | 'running';
  /** When the watch will poll again: epoch ms. */
  readonly nextPollAt?: number;
  /** 0..1, only where the service gives one. */
  readonly progress?: number;
}

/** A job that the service has finished. */
export interface CompletedSnapshot extends SnapshotBase {
  readonly status: 'completed';
  readonly result: JobResult;
}

/** A job that the service has given up. */
export interface FailedSnapshot extends SnapshotBase {
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
