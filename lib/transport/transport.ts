import type { Observable } from 'rxjs';
import { isRequestError } from '../model/errors.js';
import type { JobId } from '../model/job.js';
import type { StatusReport } from '../model/status-report.js';
import type { TranslationRequest } from '../model/request.js';
import type { PollingStrategy } from '../policy/polling/polling-strategy.js';
import type { ExponentialConfig } from '../policy/polling/exponential.js';

export type { StatusReport };

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
  /** Polls one job. */
  status(jobId: JobId): Observable<StatusReport>;
  /** Polls up to 100 jobs in one request; an unknown id is reported with status `not_found`. Leave it out where there is no such call. */
  statuses?(jobIds: readonly JobId[]): Observable<readonly StatusReport[]>;
  /** Checks a request before anything is sent. @throws TypeError for one that the service would refuse whatever happens. */
  check?(request: TranslationRequest): void;
  /**
   * Most ids that `statuses` takes.
   * @default 100
   */
  readonly bulkLimit?: number;
  /** A schedule that fits the service, for users who set none. */
  readonly defaults?: { readonly polling?: PollingDefaults };
}

/** What a transport may say about when its jobs are best polled; see `PollingConfig`. */
export interface PollingDefaults extends Partial<ExponentialConfig> {
  readonly timeoutMs?: number;
  readonly strategy?: PollingStrategy;
}

/** The code of the error with which `statuses` says that the service has no such call: jobs are polled singly from then on. */
export const NO_BULK_CALL = 'no_bulk_call';

export const isNoBulkCall = (error: unknown): boolean => isRequestError(error) && error.code === NO_BULK_CALL;
