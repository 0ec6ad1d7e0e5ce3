import type { JobFailure, JobId, JobResult } from './job.js';

/** What a service reports about one job. */
export interface StatusReport {
  /** The job that this is about. */
  readonly jobId: JobId;
  /**
   * `pending`, `running`, `completed` or `error`; `not_found` if the service does not know the job. Another final status, such as `canceled` or `expired`, counts as
   * `error`. With any other status the job stays open and keeps its last known one.
   */
  readonly status: string;
  /** 0 to 1, only if the service reports it. */
  readonly progress?: number | undefined;
  /** The result of a completed job. */
  readonly result?: JobResult | undefined;
  /** Why the job failed. */
  readonly failure?: JobFailure | undefined;
  /** Age of the job in ms, by the service's own clock: its `Date` header minus the time of creation. */
  readonly ageMs?: number | undefined;
  /** How long after its creation the job ended, in ms. */
  readonly endedAfterMs?: number | undefined;
  /** Length of the video in seconds. */
  readonly videoSeconds?: number | undefined;
  /** How long the service asks to wait before the next request, in ms. */
  readonly retryAfterMs?: number | undefined;
  /** Set if the report has a status but no result or reason: the client then polls this job singly. */
  readonly partial?: boolean | undefined;
}
