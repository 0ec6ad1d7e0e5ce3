import { defer, switchMap, tap, toArray, type Observable } from 'rxjs';
import { batchCreates, requestOfOneJob } from './client-creates.js';
import { ClientParts } from './client-parts.js';
import { clientWatch, newJobWatcher } from './client-watches.js';
import { checkEach } from './model/checks.js';
import type { BatchSnapshot } from './model/batch.js';
import { ClientClosedError, isTranslationError, withDetails, type TranslationError } from './model/errors.js';
import type { ClientEvent, EventType } from './model/events.js';
import type { JobId, JobSnapshot, JobStatus, SettledStatus } from './model/job.js';
import type { TranslationRequest } from './model/request.js';
import { emptyRequests } from './options/check-requests.js';
import {
  checkCreateOptions,
  checkHandler,
  checkStatusOptions,
  checkTranslateOptions,
  checkWaitOptions,
  checkWatchOptions,
} from './options/checks.js';
import type {
  Abortable,
  Breaker,
  CircuitBreakerConfig,
  ClientOptions,
  CreateOptions,
  Optional,
  PollingConfig,
  TranslateOptions,
  WatchOptions,
} from './options/types.js';
import type { RetryConfig } from './policy/retry/retry.js';
import { lastValue } from './stream/as-promise.js';
import { batchEvents } from './stream/batch/batch-events.js';
import { batchUntilClosed } from './stream/batch/batch-until-closed.js';
import { statusesOf, translateBatch } from './stream/batch/translate-batch.js';
import { leafOf, watchBatch } from './stream/batch/watch-batch.js';
import {
  abandonedBatchError,
  batchError,
  createAll,
  createdBy,
  notAllCreated,
} from './stream/create/create-all.js';
import type { EventHandler } from './stream/event-bus.js';
import { shareLatest } from './stream/share-latest.js';
import { mintKey } from './transport/idempotency-key.js';
import { checkIdFor } from './transport/transport-checks.js';

/**
 * Starts translation jobs and watches them.
 *
 * A watch survives outages until its deadline, and so does a promise that waits for a job to complete. Other promises reject when their attempts are used up.
 * Streams send nothing until they are subscribed to; methods that return promises start when they are called.
 *
 * @example
 * const client = new TranslationClient({ baseUrl: 'http://localhost:3000' });
 * client.translate({ video, outputLanguage: 'French' }).subscribe({
 *   next: job => console.log(job.status),
 *   error: error => console.error(error.message),
 * });
 *
 * @throws RangeError or TypeError for an unknown option, or one out of bounds.
 */
export class TranslationClient {
  readonly #parts: ClientParts;

  constructor(options: ClientOptions);
  /** @internal */
  constructor(parts: ClientParts);
  constructor(from: ClientOptions | ClientParts) {
    this.#parts = from instanceof ClientParts ? from : ClientParts.of(from);
  }

  // Streams

  /**
   * Creates a job and watches it. Each call creates one job, however often the returned Observable is subscribed to or retried.
   *
   * *Emits* a pending snapshot as soon as the job exists, then as `watch` does. *Completes* when the job is settled. *Errors* as `watch` does, and when the job
   * could not be created. *On unsubscribe* stops watching; the job keeps running.
   *
   * @throws TypeError for an invalid request; nothing is sent.
   */
  translate(request: TranslationRequest = {}, options: TranslateOptions = {}): Observable<JobSnapshot> {
    const { idempotencyKey = mintKey(), ...watchOptions } = checkTranslateOptions(options);
    const copy = requestOfOneJob(this.#parts, request);
    const { timers, openStreams } = this.#parts.shared;
    const terms = this.#parts.termsOf({ key: request.mode, ...watchOptions });
    const create = this.#parts.source.createOnce({
      request: copy,
      idempotencyKey,
      whenOpen: 'wait',
      timeLeftMs: () => terms.rules.timeoutMs,
      terms,
    });
    const jobIds$ = openStreams.untilClosed(
      create.jobIds$,
      closed =>
        create.abandonedError(closed) ?? withDetails(closed, { jobId: create.knownIds()[0], idempotencyKey }),
    );
    const watch = newJobWatcher(this.#parts, terms, watchOptions);
    const snapshot$ = defer(() => {
      const startedAt = timers.now();
      return jobIds$.pipe(switchMap(([jobId]) => watch(jobId!, startedAt)));
    });
    return snapshot$.pipe(shareLatest());
  }

  /**
   * Watches an existing job. All watches of a job that have no options of their own share their polls.
   *
   * *Emits* a snapshot whenever something visible changes. *Completes* when the job is settled. *Errors* with `TimeoutError` at the deadline; with a `RequestError`, immediately
   * before the first successful poll, later only if the next poll confirms it; with a `ProtocolError` after three in a row before the first successful poll. Network and server
   * errors do not end a watch. *On unsubscribe* stops at once; the job keeps running.
   */
  watch(jobId: JobId, options: WatchOptions = {}): Observable<JobSnapshot> {
    this.#checkJobId(jobId, 'watch a job');
    return this.#watcher(options)(jobId);
  }

  /**
   * Watches many jobs as one batch. If the service has a bulk call, one request polls up to 100 of them.
   *
   * *Emits* a snapshot immediately with all jobs pending, then one for each change to a job. *Completes* when every job is settled or lost. Never *errors* because of a single
   * job. *On unsubscribe* stops at once; the jobs keep running.
   */
  watchBatch(jobIds: readonly JobId[], options: WatchOptions = {}): Observable<BatchSnapshot> {
    checkEach('watch a batch', 'jobIds', jobIds, jobId => this.#checkJobId(jobId, 'watch a batch'));
    const unique = [...new Set(jobIds)];
    const watch = this.#watcher(options);
    const places = new Map(unique.map((jobId, place) => [jobId, place]));
    const batch$ = defer(() =>
      watchBatch(
        unique.map(jobId => leafOf(jobId, watch)),
        places,
      ),
    );
    return this.#batch(batch$, closed => withDetails(closed, { created: unique }));
  }

  /**
   * Creates a job for each language of each request, and watches them all.
   *
   * *Emits* as `watchBatch` does; a job that could not be created counts as lost. *Completes* when all are settled or lost, or *errors* then with a `BatchError` if some could not
   * be created. *On unsubscribe* stops creating and watching; existing jobs keep running. A new subscription continues with the same jobs.
   *
   * With an `idempotencyKey`, the key of each request is derived from it and the request's content, so repeating the batch, in any order and even in another process, creates no
   * job twice.
   */
  translateBatch(
    requests: readonly TranslationRequest[],
    options: TranslateOptions = {},
  ): Observable<BatchSnapshot> {
    const { idempotencyKey, ...watchOptions } = checkTranslateOptions(options);
    const { timers, limits } = this.#parts.shared;
    const terms = this.#parts.termsOf(watchOptions);
    const watch = newJobWatcher(this.#parts, terms, watchOptions);
    // One deadline for all: a batch ends, however long its creates take.
    let startedAt = 0;
    const creates = batchCreates(this.#parts, requests, {
      idempotencyKey,
      whenOpen: 'wait',
      timeLeftMs: () => startedAt + terms.rules.timeoutMs - timers.now(),
      terms,
    });
    const batch = translateBatch(creates, jobId => watch(jobId, startedAt), limits.maxConcurrentRequests);
    const started$ = defer(() => {
      startedAt = timers.now();
      return batch.batch$;
    });
    return this.#batch(started$, closed => batch.abandonedError(closed));
  }

  /** Everything that happens in this client. *Emits* each event. Never *completes* or *errors*. */
  get event$(): Observable<ClientEvent> {
    return this.#parts.shared.bus.event$;
  }

  /** The circuit breaker of this client's requests. */
  get circuitBreaker(): Breaker {
    return this.#parts.breaker;
  }

  // Promises. An abort stops the waiting, not the jobs. It rejects with the signal's reason, or, if a job of unknown id may exist, with an error that carries the key.

  /**
   * Creates one job and resolves with its id.
   *
   * @throws CircuitBreakerError while the circuit is open. @throws UnknownOutcomeError, with the idempotency key, if the job may exist.
   */
  async createJob(request: TranslationRequest = {}, options: CreateOptions & Abortable = {}): Promise<JobId> {
    const { signal, idempotencyKey = mintKey() } = checkCreateOptions(options);
    const create = this.#parts.source.createOnce({
      request: requestOfOneJob(this.#parts, request),
      idempotencyKey,
      whenOpen: 'fail',
      timeLeftMs: () => this.#parts.timeoutMs,
    });
    const [jobId] = await this.#last(
      create.jobIds$,
      signal,
      // Once the job is known to exist, its id is on the way.
      reason => create.abandonedError(reason) ?? (create.knownIds().length > 0 ? undefined : reason),
    );
    return jobId!;
  }

  /** Resolves with the current status of a job. @throws CircuitBreakerError while the circuit is open. */
  async getStatus(jobId: JobId, options: Abortable = {}): Promise<JobStatus> {
    const { signal } = checkStatusOptions(options);
    this.#checkJobId(jobId, 'get a status');
    const notFoundUntil = this.#parts.shared.recentJobs.notFoundUntil(jobId);
    return this.#last(this.#parts.source.getStatus(jobId, notFoundUntil), signal, reason =>
      isTranslationError(reason) ? withDetails(reason, { jobId }) : reason,
    );
  }

  /** Resolves when the job is settled. @throws TimeoutError if it is not settled by the deadline. */
  async waitForCompletion(jobId: JobId, options: WatchOptions & Abortable = {}): Promise<SettledStatus> {
    const { signal, ...watchOptions } = checkWaitOptions(options);
    this.#checkJobId(jobId, 'wait for a job');
    const { status } = await lastValue(this.#watcher(watchOptions)(jobId), signal);
    return status as SettledStatus;
  }

  /** Creates the given number of jobs (up to 100 000), or one for each language of each request. @throws BatchError with the ids that exist, if not all could be created. */
  async createBatchJobs(
    requests: number | readonly TranslationRequest[],
    options: CreateOptions & Abortable = {},
  ): Promise<readonly JobId[]> {
    const { signal, idempotencyKey } = checkCreateOptions(options);
    const all = typeof requests === 'number' ? emptyRequests(requests) : requests;
    const { timers, limits } = this.#parts.shared;
    const deadlineAt = timers.now() + this.#parts.timeoutMs;
    const creates = batchCreates(this.#parts, all, {
      idempotencyKey,
      whenOpen: 'fail',
      timeLeftMs: () => deadlineAt - timers.now(),
    });
    const errors: TranslationError[] = [];
    const created$ = createAll(creates, limits.maxConcurrentRequests).pipe(
      tap(outcome => {
        if ('error' in outcome) errors.push(outcome.error);
      }),
      toArray(),
    );
    await this.#last(created$, signal, reason => abandonedBatchError(creates, reason, errors));
    if (errors.length > 0) throw notAllCreated(creates, errors);
    return createdBy(creates);
  }

  /** Resolves when every job is settled. @throws BatchError with all that is known, if a watch ended without a result. */
  async waitForBatchCompletion(
    jobIds: readonly JobId[],
    options: WatchOptions & Abortable = {},
  ): Promise<Record<JobId, SettledStatus>> {
    const { signal, ...watchOptions } = checkWaitOptions(options);
    const batch = await lastValue(this.watchBatch(jobIds, watchOptions), signal);
    const statuses = statusesOf(batch.entries());
    const errors = [...batch.jobs()].flatMap(({ error }) => error ?? []);
    if (errors.length === 0) return statuses as Record<JobId, SettledStatus>;
    const what = `${errors.length} of ${batch.total} jobs could not be watched to the end`;
    throw batchError({ what, errors, created: [...new Set(jobIds)], statuses });
  }

  // Fluent

  /**
   * Calls `handler` for each event of a type. A handler that throws affects nothing else; its error is an event too.
   *
   * @throws TypeError for an unknown type, RangeError for a handler that is not a function.
   */
  on<T extends EventType>(type: T, handler: EventHandler<T>): this {
    checkHandler(type, handler);
    this.#parts.shared.bus.on(type, handler);
    return this;
  }

  /** Stops calling `handler` for a type. */
  off<T extends EventType>(type: T, handler: EventHandler<T>): this {
    checkHandler(type, handler);
    this.#parts.shared.bus.off(type, handler);
    return this;
  }

  /** A client with another schedule, and the same transport, limits and events. Options that are not given keep their values, including a `strategy`. */
  withPolling(polling: PollingConfig): TranslationClient {
    return new TranslationClient(this.#parts.withPolling(polling));
  }

  /** A client with other retries, and the same transport, limits and events. */
  withRetry(retry: Optional<RetryConfig>): TranslationClient {
    return new TranslationClient(this.#parts.withRetry(retry));
  }

  /** A client with another breaker, its own or a shared one, and the same transport, limits and events. */
  withCircuitBreaker(circuitBreaker: CircuitBreakerConfig | Breaker): TranslationClient {
    return new TranslationClient(this.#parts.withBreaker(circuitBreaker));
  }

  /**
   * Ends everything of this client, and of those made from it by `with...`, with `ClientClosedError`; creates that were sent, with an error that has their keys. The
   * jobs keep running.
   */
  close(): void {
    this.#parts.shared.openStreams.close(
      new ClientClosedError('The client was closed. Its jobs keep running: watch them with another client'),
    );
  }

  #watcher(options: WatchOptions): (jobId: JobId) => Observable<JobSnapshot> {
    const terms = this.#parts.termsOf(checkWatchOptions(options));
    return jobId => clientWatch(this.#parts, { jobId, terms, firstPoll: 'at-once' }, options);
  }

  #checkJobId(jobId: JobId, doing: string): void {
    checkIdFor(this.#parts.shared.transport, jobId, doing);
  }

  #batch(
    batch$: Observable<BatchSnapshot>,
    toError: (closed: TranslationError) => unknown,
  ): Observable<BatchSnapshot> {
    const { bus, timers, openStreams } = this.#parts.shared;
    return batchUntilClosed(batch$, openStreams, toError).pipe(
      batchEvents(bus, () => timers.now()),
      shareLatest(),
    );
  }

  #last<T>(
    source$: Observable<T>,
    signal: AbortSignal | undefined,
    toError: (reason: unknown) => unknown,
  ): Promise<T> {
    return lastValue(this.#parts.shared.openStreams.untilClosed(source$, toError), signal, toError);
  }
}
