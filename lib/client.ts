import { defer, switchMap, toArray, type Observable } from 'rxjs';
import { ClientParts } from './client-parts.js';
import type { BatchSnapshot } from './model/batch.js';
import { ClientClosedError } from './model/errors.js';
import type { ClientEvent, EventType } from './model/events.js';
import { shown } from './model/checks.js';
import { checkJobId } from './model/job-id.js';
import type { JobId, JobSnapshot, JobStatus, SettledStatus } from './model/job.js';
import { languagesOf, type TranslationRequest } from './model/request.js';
import { checkCreateOptions, checkTranslateOptions, checkWatchOptions } from './options/checks.js';
import type {
  Abortable,
  Breaker,
  CircuitBreakerConfig,
  ClientOptions,
  CreateOptions,
  PollingConfig,
  TranslateOptions,
  WatchOptions,
} from './options/types.js';
import type { RetryConfig } from './policy/retry/retry.js';
import { lastValue } from './stream/as-promise.js';
import { createAll } from './stream/create/create-all.js';
import { createOnce } from './stream/create/create-once.js';
import type { EventHandler } from './stream/event-bus.js';
import { pollOnce } from './stream/poll/poll-once.js';
import type { WhenOpen } from './stream/limiter/request-gate.js';
import { shareLatest } from './stream/share-latest.js';
import { tellBatch } from './stream/batch/tell-batch.js';
import { batchError, statusesOf, translateBatch, type BatchCreate } from './stream/batch/translate-batch.js';
import { leafOf, watchBatch } from './stream/batch/watch-batch.js';
import { watchJob, type WatchPlan } from './stream/watch/watch-job.js';
import { mintKey } from './transport/idempotency-key.js';

/**
 * Starts translation jobs and watches them.
 *
 * Streams wait out what can be waited out; promises are one-shot conveniences that tell at once. Nothing is sent before somebody subscribes or calls.
 *
 * @throws {RangeError | TypeError} for an option out of its bounds, or unknown.
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
   * Creates a job and watches it. However often the result is subscribed, retried or resubscribed, there is one job.
   *
   * *Emits* a pending snapshot as soon as the job exists, then as `watch` does. *Completes* once settled. *Errors* as `watch` does, and when the job could
   * not be created. *On unsubscribe* stops watching; the job goes on.
   */
  translate(request: TranslationRequest = {}, options: TranslateOptions = {}): Observable<JobSnapshot> {
    const { idempotencyKey = mintKey(), ...watchOptions } = checkTranslateOptions(options);
    oneLanguage(request);
    const { scheduler } = this.#parts.shared;
    const terms = { key: request.mode, ...this.#parts.termsOf(watchOptions) };
    const { timeoutMs } = terms.polling;
    const jobIds$ = createOnce(
      { request, idempotencyKey, whenOpen: 'wait', timeoutMs },
      this.#parts.createDeps,
    );
    let createdAt: number | undefined;
    const snapshot$ = defer(() => {
      const startedAt = scheduler.now();
      const isNew = createdAt === undefined;
      return jobIds$.pipe(
        switchMap(([jobId]) => {
          createdAt ??= scheduler.now();
          const firstPoll = isNew ? 'after-wait' : 'at-once';
          return this.#poll({ jobId: jobId!, terms, firstPoll, createdAt, startedAt }, watchOptions);
        }),
      );
    });
    return this.#parts.shared.openStreams.untilClosed(snapshot$.pipe(shareLatest()));
  }

  /**
   * Watches a job, whoever started it. Without options of its own, however many watch it, there is one poll.
   *
   * *Emits* a snapshot whenever something a user can see has changed. *Completes* once settled. *Errors* with `TimeoutError` at the deadline, with a final
   * `RequestError`, after three `ProtocolError`s in a row; never because of a blip. *On unsubscribe* stops at once; the job goes on.
   */
  watch(jobId: JobId, options: WatchOptions = {}): Observable<JobSnapshot> {
    checkJobId(jobId, 'watch a job');
    return this.#watcher(options)(jobId);
  }

  /**
   * Watches many jobs as one batch, with one request for up to 100 of them where the service has a bulk call.
   *
   * *Emits* a snapshot at once with all jobs pending, then one for each job's news. *Completes* when every job is settled or lost; never *errors* because one
   * job does. *On unsubscribe* stops at once; the jobs go on.
   */
  watchBatch(jobIds: readonly JobId[], options: WatchOptions = {}): Observable<BatchSnapshot> {
    checkList('watch a batch', 'the job ids', jobIds);
    const unique = [...new Set(jobIds)];
    for (const jobId of unique) checkJobId(jobId, 'watch a batch');
    const watch = this.#watcher(options);
    const places = new Map(unique.map((jobId, place) => [jobId, place]));
    const batch$ = defer(() =>
      watchBatch(
        unique.map(jobId => leafOf(jobId, watch(jobId))),
        places,
      ),
    );
    return this.#batch(batch$);
  }

  /**
   * Creates a job for each language of each request, and watches them all.
   *
   * *Emits* as `watchBatch` does; a job that could not be created counts as lost. *Completes* when all are settled or lost. *Errors* then with `BatchError`
   * if some could not be created. *On unsubscribe* stops creating and watching; the jobs that exist go on. Subscribed again, it goes on with the same jobs.
   * With an `idempotencyKey` the requests go under `key:1`, `key:2` ...: the same batch again, even in another process, makes no second job.
   */
  translateBatch(
    requests: readonly TranslationRequest[],
    options: TranslateOptions = {},
  ): Observable<BatchSnapshot> {
    const { idempotencyKey, ...watchOptions } = checkTranslateOptions(options);
    const { scheduler, limits } = this.#parts.shared;
    const terms = this.#parts.termsOf(watchOptions);
    const createdAt = new Map<JobId, number>();
    const watch = (jobId: JobId): Observable<JobSnapshot> => {
      const firstPoll = createdAt.has(jobId) ? 'at-once' : 'after-wait';
      if (firstPoll === 'after-wait') createdAt.set(jobId, scheduler.now());
      return this.#poll({ jobId, terms, firstPoll, createdAt: createdAt.get(jobId) }, watchOptions);
    };
    const creates = this.#creates(requests, { idempotencyKey, whenOpen: 'wait' });
    return this.#batch(translateBatch(creates, watch, limits.maxConcurrentRequests));
  }

  /** Everything the client tells. Never completes or errors. */
  get event$(): Observable<ClientEvent> {
    return this.#parts.shared.bus.event$;
  }

  /** The breaker that all requests of this client pass. */
  get circuitBreaker(): Breaker {
    return this.#parts.breaker;
  }

  // Promises: each rejects with the signal's reason when aborted, and leaves the job alone.

  /** Creates one job. @throws {CircuitBreakerError} while the circuit is open. @throws {UnknownOutcomeError} when the job may exist. */
  async createJob(request: TranslationRequest = {}, options: CreateOptions & Abortable = {}): Promise<JobId> {
    const { signal, ...createOptions } = options;
    const { idempotencyKey = mintKey() } = checkCreateOptions(createOptions);
    oneLanguage(request);
    const [jobId] = await this.#last(
      createOnce({ request, idempotencyKey, whenOpen: 'fail' }, this.#parts.createDeps),
      signal,
    );
    return jobId!;
  }

  /** Asks once. @throws {CircuitBreakerError} while the circuit is open. */
  async getStatus(jobId: JobId, { signal }: Abortable = {}): Promise<JobStatus> {
    checkJobId(jobId, 'get a status');
    return this.#last(pollOnce(jobId, this.#parts.breaker, this.#parts.watchDeps), signal);
  }

  /** Watches until the job is settled. @throws {TimeoutError} when it is still running at the deadline. */
  async waitForCompletion(jobId: JobId, options: WatchOptions & Abortable = {}): Promise<SettledStatus> {
    const { signal, ...watchOptions } = options;
    const { status } = await this.#last(this.watch(jobId, watchOptions), signal);
    return status as SettledStatus;
  }

  /** Creates so many jobs, or a job for each language of each request. @throws {BatchError} with the ids that exist, when not all could be created. */
  async createBatchJobs(
    requests: number | readonly TranslationRequest[],
    options: CreateOptions & Abortable = {},
  ): Promise<readonly JobId[]> {
    const { signal, ...createOptions } = options;
    const { idempotencyKey } = checkCreateOptions(createOptions);
    const all = typeof requests === 'number' ? emptyRequests(requests) : requests;
    const creates = this.#creates(all, { idempotencyKey, whenOpen: 'fail' }).map(({ jobIds$ }) => jobIds$);
    const outcomes = await this.#last(
      createAll(creates, this.#parts.shared.limits.maxConcurrentRequests).pipe(toArray()),
      signal,
    );
    const inOrder = [...outcomes].sort((a, b) => a.at - b.at);
    const created = inOrder.flatMap(outcome => ('jobIds' in outcome ? outcome.jobIds : []));
    const errors = outcomes.flatMap(outcome => ('error' in outcome ? [outcome.error] : []));
    if (errors.length > 0) throw batchError('could not be created', errors, created, {});
    return created;
  }

  /** Watches until every job is settled. @throws {BatchError} with all that is known, when a watch was lost. */
  async waitForBatchCompletion(
    jobIds: readonly JobId[],
    options: WatchOptions & Abortable = {},
  ): Promise<Record<JobId, SettledStatus>> {
    const { signal, ...watchOptions } = options;
    const batch = await this.#last(this.watchBatch(jobIds, watchOptions), signal);
    const statuses = statusesOf(batch.entries());
    const errors = [...batch.entries()].flatMap(([jobId]) => batch.errorOf(jobId) ?? []);
    if (errors.length > 0)
      throw batchError('could not be watched to the end', errors, [...new Set(jobIds)], statuses);
    return statuses as Record<JobId, SettledStatus>;
  }

  // Fluent

  /** Calls `handler` for each event of a type. A handler that throws harms nobody else. */
  on<T extends EventType>(type: T, handler: EventHandler<T>): this {
    this.#parts.shared.bus.on(type, handler);
    return this;
  }

  off<T extends EventType>(type: T, handler: EventHandler<T>): this {
    this.#parts.shared.bus.off(type, handler);
    return this;
  }

  /** A client over the same transport, limits and events, with another schedule. */
  withPolling(polling: PollingConfig): TranslationClient {
    return new TranslationClient(this.#parts.with({ polling }));
  }

  /** A client over the same transport, limits and events, with other retries. */
  withRetry(retry: Partial<RetryConfig>): TranslationClient {
    return new TranslationClient(this.#parts.with({ retry }));
  }

  /** A client over the same transport, limits and events, with a breaker of its own or one shared with others. */
  withCircuitBreaker(circuitBreaker: CircuitBreakerConfig | Breaker): TranslationClient {
    return new TranslationClient(this.#parts.withBreaker(circuitBreaker));
  }

  /** Ends every watch of this client, and of those that came from it by `with...`, with `ClientClosedError`. The jobs go on. */
  close(): void {
    this.#parts.shared.openStreams.close(
      new ClientClosedError('The client was closed. Its jobs go on: watch them with another client'),
    );
  }

  /** A watch on the client's own terms is shared with all others of the same job; one with options is on its own. */
  #poll(plan: WatchPlan, options: object): Observable<JobSnapshot> {
    return Object.keys(options).length === 0
      ? this.#parts.sharedPoll(plan)
      : watchJob(plan, this.#parts.watchDeps).pipe(shareLatest());
  }

  #watcher(options: WatchOptions): (jobId: JobId) => Observable<JobSnapshot> {
    const terms = this.#parts.termsOf(checkWatchOptions(options));
    return jobId => this.#poll({ jobId, terms, firstPoll: 'at-once' }, options);
  }

  #creates(
    requests: readonly TranslationRequest[],
    {
      idempotencyKey,
      whenOpen,
    }: { readonly idempotencyKey: string | undefined; readonly whenOpen: WhenOpen },
  ): readonly BatchCreate[] {
    checkList('create jobs', 'the requests', requests);
    return requests.map((request, i) => {
      const key = idempotencyKey === undefined ? mintKey() : `${idempotencyKey}:${i + 1}`;
      return {
        jobs: Math.max(1, languagesOf(checkRequest(request)).length),
        jobIds$: createOnce({ request, idempotencyKey: key, whenOpen }, this.#parts.createDeps),
      };
    });
  }

  #batch(batch$: Observable<BatchSnapshot>): Observable<BatchSnapshot> {
    const { bus, scheduler, openStreams } = this.#parts.shared;
    return openStreams.untilClosed(
      batch$.pipe(
        tellBatch(bus, () => scheduler.now()),
        shareLatest(),
      ),
    );
  }

  #last<T>(source$: Observable<T>, signal: AbortSignal | undefined): Promise<T> {
    return lastValue(this.#parts.shared.openStreams.untilClosed(source$), signal);
  }
}

function checkList(doing: string, what: string, list: unknown): void {
  if (!Array.isArray(list))
    throw new TypeError(`Cannot ${doing}: ${what} must be an array, got ${shown(list)}`);
}

function checkRequest(request: TranslationRequest): TranslationRequest {
  if (typeof request === 'object' && (request as unknown) !== null && !Array.isArray(request)) return request;
  throw new TypeError(`Cannot create a job: a request must be an object, got ${shown(request)}`);
}

function oneLanguage(request: TranslationRequest): TranslationRequest {
  const { length } = languagesOf(checkRequest(request));
  if (length <= 1) return request;
  throw new TypeError(
    `Cannot translate: one job takes one language, got ${length}; translateBatch takes several`,
  );
}

function emptyRequests(count: number): readonly TranslationRequest[] {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(
      `Cannot create jobs: their count must be a whole number of at least 0, got ${count}`,
    );
  }
  return Array.from({ length: count }, () => ({}));
}
