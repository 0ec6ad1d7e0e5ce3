import type { JobFailure, JobId, JobResult } from './job.js';

/** What a service says of one job, in its own word for the status. */
export interface StatusReport {
  readonly jobId: JobId;
  /**
   * `pending`, `running`, `completed` or `error`; in a bulk answer also `not_found`. Any other word keeps the job open at its last
   * known status, and the watch slow.
   */
  readonly status: string;
  /** 0..1. Never invent one. */
  readonly progress?: number;
  readonly result?: JobResult;
  readonly failure?: JobFailure;
  /** How long ago the job was created, in ms, by the service's own clock (its `Date` header minus the creation). */
  readonly ageMs?: number;
  /** How long after its creation the job ended, in ms, where the service tells it. */
  readonly endedAfterMs?: number;
  /** True for a report that leaves out the result, or the reason of a failure: the job is then polled by itself. */
  readonly partial?: boolean;
  /** Length of the video in seconds. */
  readonly videoSeconds?: number;
  /** The service asks not to be asked again before so many ms. */
  readonly retryAfterMs?: number;
}
