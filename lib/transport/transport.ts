// How services are reached. `transport.ts` is the interface that the rest of the library uses; `job-api/` and `heygen/` implement it,
// and `http/` sends the requests of both. The path of a call: transport -> path, query and body -> http -> response -> StatusReport or ids.
import type { Observable } from 'rxjs';
import type { JobId } from '../model/job.js';
import type { TranslationRequest } from '../model/request.js';
import type { StatusReport } from '../model/status-report.js';
import type { ExponentialConfig } from '../policy/polling/exponential.js';
import type { PollingStrategy } from '../policy/polling/polling-strategy.js';

export type { StatusReport };

/**
 * A service whose jobs can be watched. Implement this to support another service.
 *
 * Each call returns a cold Observable that sends **one** request on subscription and aborts it on unsubscribe. It emits asynchronously,
 * errors with a `TranslationError`, and neither retries nor waits: the client does that.
 *
 * @example
 * const transport: Transport = {
 *   create: (request, key) => http.send('POST', ['jobs'], { body: request, idempotencyKey: key }).pipe(map(response => response.text('id'))),
 *   status: jobId => http.send('GET', ['jobs', jobId], { jobId }).pipe(map(response => ({ jobId, status: response.text('state') }))),
 * };
 */
export interface Transport {
  /**
   * Creates a job for each language of the request. *Emits* their ids in that order, and *errors* unless all exist.
   *
   * @param key The idempotency key of this create, the same for every attempt. The service must not create a second job for it.
   */
  create(request: TranslationRequest, key: string): Observable<JobId>;
  /**
   * The creates for one request, if each job needs its own. The client sends them one after another.
   *
   * @internal
   */
  split?(request: TranslationRequest, key: string): readonly CreatePart[];
  /**
   * Checks a request before anything is sent.
   *
   * @throws TypeError for a request that the service would refuse, such as one without a language.
   */
  check?(request: TranslationRequest): void;
  /**
   * Checks an id before anything is sent. Without this method, any string of 1 to 2048 characters is valid.
   *
   * @param doing What the id is for, as in the error message: `'watch a job'`.
   * @throws TypeError for an id that the service cannot have returned.
   */
  checkJobId?(jobId: JobId, doing: string): void;
  /** Requests the status of one job. */
  status(jobId: JobId): Observable<StatusReport>;
  /**
   * Requests the status of several jobs at once; an unknown id is reported with status `not_found`. Omit this method if the service has no
   * bulk call. An error with the code `no_bulk_call` means that the service turned out to have none.
   *
   * @param jobIds At most `bulkLimit` ids, with at most 6000 characters in total.
   */
  statuses?(jobIds: readonly JobId[]): Observable<readonly StatusReport[]>;
  /** The URL of the service. It must be the same for all workers of a durable account. */
  readonly baseUrl?: string | undefined;
  /** The maximum number of ids that `statuses` takes. @default 100 */
  readonly bulkLimit?: number | undefined;
  /** Polling options that suit the service. Users can override them. */
  readonly defaults?: { readonly polling?: PollingDefaults | undefined } | undefined;
}

/**
 * One HTTP request of a create.
 *
 * @internal
 */
export interface CreatePart {
  readonly request: TranslationRequest;
  readonly key: string;
}

/** A transport's suggestions for polling its jobs; see `PollingConfig`. */
export interface PollingDefaults extends Partial<ExponentialConfig> {
  /** The deadline of a watch, in ms. */
  readonly timeoutMs?: number;
  /** A schedule, used unless the user sets `strategy` or any of the intervals. */
  readonly strategy?: PollingStrategy;
}
