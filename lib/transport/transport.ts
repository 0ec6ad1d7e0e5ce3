import type { Observable } from 'rxjs';
import { isRequestError, type RequestError } from '../model/errors.js';
import type { JobFailure, JobId, JobResult } from '../model/job.js';
import type { TranslationRequest } from '../model/request.js';

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
  /** Length of the video in seconds. */
  readonly videoSeconds?: number;
  /** The service asks not to be asked again before so many ms. */
  readonly retryAfterMs?: number;
}

/**
 * The port through which the words travel: this one object is all it takes to watch any other service's jobs.
 *
 * Each call returns a cold Observable that sends **one** request when subscribed and aborts it when unsubscribed. It answers asynchronously, errs
 * with a `TranslationError`, and neither retries nor waits: that is done around it.
 */
export interface Transport {
  /**
   * Creates a job for each language of the request and emits their ids in that order, all or none.
   *
   * @param key The idempotency key of this logical create: the same at every try, and after it.
   */
  create(request: TranslationRequest, key: string): Observable<JobId>;
  /** Looks at one job. */
  status(jobId: JobId): Observable<StatusReport>;
  /** Looks at up to 100 jobs in one request; an unknown id is reported with status `not_found`. Leave it out where there is no such call. */
  statuses?(jobIds: readonly JobId[]): Observable<readonly StatusReport[]>;
}

/** The `code` of the `RequestError` with which a transport tells that its service turned out to have no bulk call. */
export const NO_BULK_CALL = 'no_bulk_call';

/** Does the error of `statuses` mean that there is no such call, so that jobs must be looked at singly from now on? */
export const isNoBulkCall = (error: unknown): error is RequestError =>
  isRequestError(error) && error.code === NO_BULK_CALL;
