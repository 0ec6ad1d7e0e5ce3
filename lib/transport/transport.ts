// How services are reached. `transport.ts` is the interface that the rest of the library uses; `job-api/` and `heygen/` are the two services that come
// with it, and `http/` sends the requests of both. A call goes: transport -> path, query and body -> http -> response -> StatusReport or ids.
import type { Observable } from 'rxjs';
import type { JobId } from '../model/job.js';
import type { TranslationRequest } from '../model/request.js';
import type { StatusReport } from '../model/status-report.js';
import type { ExponentialConfig } from '../policy/polling/exponential.js';
import type { PollingStrategy } from '../policy/polling/polling-strategy.js';

export type { StatusReport };

/**
 * A service whose jobs can be watched: implement this to watch any other.
 *
 * Each call returns a cold Observable that sends **one** request on subscription and aborts it on unsubscribe. It answers asynchronously,
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
   * @param key The idempotency key of this create: the same at every attempt. The service must create no second job for it.
   */
  create(request: TranslationRequest, key: string): Observable<JobId>;
  /**
   * The creates that a request takes, if each job takes one of its own: the client sends them one after the other.
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
   * Checks an id before anything is sent. Without it, any string of 1 to 2048 characters is an id.
   *
   * @param doing What cannot be done with it, for the message: `'watch a job'`.
   * @throws TypeError for an id that the service cannot have returned.
   */
  checkJobId?(jobId: JobId, doing: string): void;
  /** Requests the status of one job. */
  status(jobId: JobId): Observable<StatusReport>;
  /**
   * Requests the status of several jobs at once; an unknown id is reported with status `not_found`. Omit it if the service has no
   * such call. An error with the code `no_bulk_call` means that it turned out to have none.
   *
   * @param jobIds At most `bulkLimit` of them, with at most 6000 characters in all.
   */
  statuses?(jobIds: readonly JobId[]): Observable<readonly StatusReport[]>;
  /** The address of the service. Workers of one durable account must not differ in it. */
  readonly baseUrl?: string | undefined;
  /** The most ids that `statuses` takes at once. @default 100 */
  readonly bulkLimit?: number | undefined;
  /** Polling options that suit the service, for users who set none. */
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
  /** A schedule, used unless the user gives one or any of the numbers. */
  readonly strategy?: PollingStrategy;
}
