import type { JobFailure, JobId, JobResult } from './job.js';

/** What a service says about one job, with its own word for the status. */
export interface StatusReport {
  readonly jobId: JobId;
  /**
   * `pending`, `running`, `completed` or `error`; in a bulk response also `not_found`. With any other word the job stays open, and its last known
   * status remains.
   */
  readonly status: string;
  /** 0..1. Never invent one. */
  readonly progress?: number | undefined;
  readonly result?: JobResult | undefined;
  readonly failure?: JobFailure | undefined;
  /** How long ago the job was created, in ms, by the service's own clock (its `Date` header minus the creation). */
  readonly ageMs?: number | undefined;
  /** How long after its creation the job ended, in ms. */
  readonly endedAfterMs?: number | undefined;
  /** Length of the video in seconds. */
  readonly videoSeconds?: number | undefined;
  /** The service asks for no further request before this many ms. */
  readonly retryAfterMs?: number | undefined;
  /** The status is known, but the result or the reason is still to be fetched: the client then polls this job singly. */
  readonly partial?: boolean | undefined;
}
