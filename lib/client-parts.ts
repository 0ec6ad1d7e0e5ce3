import { asyncScheduler, Observable, type SchedulerLike } from 'rxjs';
import { toTranslationError } from './model/errors.js';
import type { JobId, JobSnapshot } from './model/job.js';
import { checkClientOptions } from './options/checks.js';
import { DEFAULTS } from './options/defaults.js';
import { resolvePolling, resolveRetry } from './options/resolve.js';
import type {
  Breaker,
  CircuitBreakerConfig,
  ClientOptions,
  Limits,
  PollingConfig,
  WatchOptions,
} from './options/types.js';
import type { RetryConfig } from './policy/retry/retry.js';
import { breakerEvents } from './stream/breaker/breaker-events.js';
import { CircuitBreaker } from './stream/breaker/circuit-breaker.js';
import type { CreateDeps } from './stream/create/create-once.js';
import { EventBus } from './stream/event-bus.js';
import { OpenStreams } from './stream/open-streams.js';
import { RequestGate } from './stream/limiter/request-gate.js';
import { RequestLimiter } from './stream/limiter/request-limiter.js';
import { RetryTokens } from './stream/watch/retry-tokens.js';
import { Latest } from './stream/share-latest.js';
import { pauseSignal, wakeSignal, type Signal } from './stream/watch/signals.js';
import { StatusBatcher } from './stream/poll/status-batcher.js';
import { TimerQueue } from './stream/time/timer-queue.js';
import { watchJob, type WatchPlan, type WatchTerms } from './stream/watch/watch-job.js';
import type { WatchDeps } from './stream/watch/watch-run.js';
import { jobApi } from './transport/job-api/job-api.js';
import type { Transport } from './transport/transport.js';

/** What the clients that come from one another by `with...` share. */
interface Shared {
  readonly transport: Transport;
  readonly limits: Limits;
  readonly scheduler: SchedulerLike;
  readonly timerQueue: TimerQueue;
  readonly random: () => number;
  readonly bus: EventBus;
  readonly limiter: RequestLimiter;
  readonly retryTokens: RetryTokens;
  readonly openStreams: OpenStreams;
  readonly wakes: readonly Signal[];
  readonly pauses: readonly Signal[];
}

/** What a `with...` client may have of its own, as it was given. */
interface Own {
  readonly polling: PollingConfig;
  readonly retry: Partial<RetryConfig>;
  readonly breaker: Breaker;
}

/** The parts of a client, put together. */
export class ClientParts {
  readonly shared: Shared;
  readonly breaker: Breaker;
  readonly watchDeps: WatchDeps;
  readonly createDeps: CreateDeps;
  readonly #own: Own;
  #ownTerms: WatchTerms | undefined;
  /** The one poll of each job that somebody watches on this client's own terms. */
  readonly #polls = new Map<JobId, Latest<JobSnapshot>>();

  private constructor(
    shared: Shared,
    own: Own,
    batcherOf: (gate: RequestGate) => StatusBatcher,
    gate: RequestGate,
  ) {
    this.shared = shared;
    this.#own = own;
    this.breaker = own.breaker;
    resolvePolling(own.polling, shared.transport.defaults?.polling);
    const { limits, ...rest } = shared;
    const common = { ...rest, ...limits, retry: resolveRetry(own.retry) };
    this.watchDeps = { ...common, batcher: batcherOf(gate) };
    this.createDeps = { ...common, gate };
  }

  /** @throws {RangeError | TypeError} for an option out of its bounds, or unknown. */
  static of(options: ClientOptions): ClientParts {
    const shared = sharedOf(checkClientOptions(options));
    const { polling = {}, retry = {}, circuitBreaker } = options;
    const own = { polling, retry, breaker: breakerOf(circuitBreaker, shared) };
    return ClientParts.#fresh(shared, own);
  }

  with(changes: { readonly polling: PollingConfig } | { readonly retry: Partial<RetryConfig> }): ClientParts {
    const own = {
      ...this.#own,
      ...('polling' in changes
        ? { polling: { ...this.#own.polling, ...changes.polling } }
        : { retry: { ...this.#own.retry, ...changes.retry } }),
    };
    return new ClientParts(this.shared, own, () => this.watchDeps.batcher, this.createDeps.gate);
  }

  withBreaker(breaker: CircuitBreakerConfig | Breaker): ClientParts {
    return ClientParts.#fresh(this.shared, { ...this.#own, breaker: breakerOf(breaker, this.shared) });
  }

  /** Another breaker is another gate, and another batcher behind it. */
  static #fresh(shared: Shared, own: Own): ClientParts {
    const { transport, scheduler, timerQueue, limits, limiter } = shared;
    const { requestTimeoutMs } = limits;
    const gate = new RequestGate(own.breaker, limiter);
    return new ClientParts(
      shared,
      own,
      () => new StatusBatcher({ transport, gate, requestTimeoutMs, scheduler, timerQueue }),
      gate,
    );
  }

  /** The terms of a watch: the call's own where it sets them, else the client's. */
  termsOf(options: WatchOptions): WatchTerms {
    return Object.keys(options).length > 0
      ? this.#newTerms(options)
      : (this.#ownTerms ??= this.#newTerms({}));
  }

  #newTerms({ timeoutMs, strategy, wake$, paused$, ...rest }: WatchOptions): WatchTerms {
    const { transport, wakes, pauses } = this.shared;
    const own = {
      ...this.#own.polling,
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(strategy !== undefined && { strategy }),
    };
    const report = (error: unknown): void => reportSignal(this.shared, error);
    return {
      ...rest,
      polling: resolvePolling(own, transport.defaults?.polling),
      signals: [
        ...wakes,
        ...(wake$ === undefined ? [] : [wakeSignal(wake$, report)]),
        // Some jobs must go on while the rest of the client pauses.
        ...(paused$ === undefined ? pauses : [pauseSignal(paused$, report)]),
      ],
    };
  }

  /** One poll for all who watch a job on the client's own terms; it ends with the last of them. Once settled, it keeps the last snapshot. */
  sharedPoll(plan: WatchPlan): Observable<JobSnapshot> {
    let poll: Latest<JobSnapshot> | undefined;
    return new Observable(subscriber => {
      if (poll?.isComplete !== true) poll = this.#polls.get(plan.jobId) ?? this.#newPoll(plan);
      return poll.join(subscriber);
    });
  }

  #newPoll(plan: WatchPlan): Latest<JobSnapshot> {
    const { jobId } = plan;
    const poll = new Latest(watchJob(plan, this.watchDeps), this.#polls, jobId);
    this.#polls.set(jobId, poll);
    return poll;
  }
}

function sharedOf(options: ClientOptions): Shared {
  const { scheduler = asyncScheduler, random = Math.random, wake$, paused$ } = options;
  const limits: Limits = {
    requestTimeoutMs: options.requestTimeoutMs ?? DEFAULTS.requestTimeoutMs,
    createTimeoutMs: options.createTimeoutMs ?? DEFAULTS.createTimeoutMs,
    minIntervalMs: options.minIntervalMs ?? DEFAULTS.minIntervalMs,
    maxRequestsPerSecond: options.maxRequestsPerSecond ?? DEFAULTS.maxRequestsPerSecond,
    maxConcurrentRequests: options.maxConcurrentRequests ?? DEFAULTS.maxConcurrentRequests,
  };
  const bus = new EventBus(() => scheduler.now());
  const report = (error: unknown): void => reportSignal({ bus, scheduler }, error);
  return {
    transport: transportOf(options, limits),
    limits,
    scheduler,
    timerQueue: new TimerQueue(scheduler),
    random,
    bus,
    limiter: new RequestLimiter(limits, scheduler),
    retryTokens: new RetryTokens(),
    openStreams: new OpenStreams(),
    wakes: wake$ === undefined ? [] : [wakeSignal(wake$, report)],
    pauses: paused$ === undefined ? [] : [pauseSignal(paused$, report)],
  };
}

function transportOf(options: ClientOptions, { requestTimeoutMs, createTimeoutMs }: Limits): Transport {
  if (options.transport !== undefined) return options.transport;
  const { baseUrl, headers, fetch } = options;
  return jobApi({ baseUrl, headers, fetch, requestTimeoutMs, createTimeoutMs });
}

function breakerOf(given: CircuitBreakerConfig | Breaker | undefined, shared: Shared): Breaker {
  const { bus, scheduler, random, limits } = shared;
  const isBreaker = given !== undefined && 'settle' in given;
  const breaker = isBreaker
    ? given
    : new CircuitBreaker({ probeTimeoutMs: limits.requestTimeoutMs, ...given, scheduler, random });
  bus.include(breakerEvents(breaker, () => scheduler.now()));
  return breaker;
}

/** A signal that errs falls silent; the watches go on without it. */
function reportSignal({ bus, scheduler }: Pick<Shared, 'bus' | 'scheduler'>, thrown: unknown): void {
  bus.emit({ type: 'ERROR_OCCURRED', at: scheduler.now(), error: toTranslationError(thrown) });
}
