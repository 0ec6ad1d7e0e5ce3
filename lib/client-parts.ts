import { Observable } from 'rxjs';
import { breakerOf, sharedOf } from './client-shared.js';
import type { JobId, JobSnapshot } from './model/job.js';
import { checkClientOptions, checkPolling, checkRetry } from './options/checks.js';
import { isEmpty } from './model/present.js';
import { resolvePolling, resolveRetry, withDefaults } from './options/resolve.js';
import type {
  Breaker,
  CircuitBreakerConfig,
  ClientOptions,
  Optional,
  PollingConfig,
  WatchOptions,
} from './options/types.js';
import type { RetryConfig } from './policy/retry/retry.js';
import { inProcess, type JobSource, type MakeSource, type Shared } from './stream/job-source.js';
import { Latest } from './stream/share-latest.js';
import type { WatchTerms } from './stream/watch/watch-terms.js';
import { signalsOf } from './stream/watch/signals.js';
import type { WatchPlan } from './stream/watch/watch-job.js';

/** What a `with...` client may have of its own, as it was given. */
interface Own {
  readonly polling: PollingConfig;
  readonly retry: Optional<RetryConfig>;
  readonly breaker: Breaker;
}

/** The parts of a client, put together. */
export class ClientParts {
  readonly shared: Shared;
  readonly breaker: Breaker;
  /** What does the work. */
  readonly source: JobSource;
  /** The deadline of a call that sets none, in ms. */
  readonly timeoutMs: number;
  readonly #own: Own;
  readonly #makeSource: MakeSource;
  readonly #retry: RetryConfig;
  #ownTerms: WatchTerms | undefined;
  /** The one watch of each job that somebody watches on this client's own terms. */
  readonly #watches = new Map<JobId, Latest<JobSnapshot>>();

  private constructor(shared: Shared, own: Own, makeSource: MakeSource) {
    this.shared = shared;
    this.breaker = own.breaker;
    this.#own = own;
    this.#makeSource = makeSource;
    this.timeoutMs = resolvePolling(own.polling, shared.transport.defaults?.polling).timeoutMs;
    this.#retry = resolveRetry(own.retry);
    this.source = makeSource({ retry: this.#retry, timeoutMs: this.timeoutMs });
    this.source.checkTerms?.({ call: {}, polling: own.polling, retry: own.retry });
  }

  /**
   * @param sourceOf What does the client's work, if this process does not.
   * @throws RangeError or TypeError for an option out of its bounds, or unknown.
   */
  static of(options: ClientOptions, sourceOf?: (shared: Shared) => MakeSource): ClientParts {
    const shared = sharedOf(checkClientOptions(options));
    const { polling = {}, retry = {}, circuitBreaker } = options;
    // Copied: whoever changes the options later does not change the client.
    const own = {
      polling: { ...checkPolling(polling) },
      retry: { ...checkRetry(retry) },
      breaker: breakerOf(circuitBreaker, shared),
    };
    return new ClientParts(shared, own, sourceOf?.(shared) ?? inProcess(shared, own.breaker));
  }

  withPolling(given: PollingConfig): ClientParts {
    const polling = withDefaults<PollingConfig>(this.#own.polling, checkPolling(given));
    return new ClientParts(this.shared, { ...this.#own, polling }, this.#makeSource);
  }

  withRetry(given: Optional<RetryConfig>): ClientParts {
    const retry = withDefaults<Optional<RetryConfig>>(this.#own.retry, checkRetry(given));
    return new ClientParts(this.shared, { ...this.#own, retry }, this.#makeSource);
  }

  withBreaker(given: CircuitBreakerConfig | Breaker): ClientParts {
    const breaker = breakerOf(given, this.shared);
    return new ClientParts(this.shared, { ...this.#own, breaker }, inProcess(this.shared, breaker));
  }

  /** The terms of a watch: the call's own where it sets them, otherwise the client's. */
  termsOf(options: WatchOptions): WatchTerms {
    return isEmpty(options) ? (this.#ownTerms ??= this.#newTerms({})) : this.#newTerms(options);
  }

  #newTerms(call: WatchOptions): WatchTerms {
    const { timeoutMs, strategy, emit, key, videoSeconds } = call;
    const { transport, limits, bus, signals } = this.shared;
    const polling = withDefaults<PollingConfig>(this.#own.polling, { timeoutMs, strategy });
    const given = { call, polling, retry: this.#own.retry };
    this.source.checkTerms?.(given);
    const { learner, ...resolved } = resolvePolling(polling, transport.defaults?.polling);
    const { wake, pause = signals.pause } = signalsOf(call, bus);
    return {
      given,
      rules: { ...resolved, ...limits, retry: this.#retry, key, videoSeconds },
      learner,
      emit,
      // A call can opt out of the client's pause: its own `paused$` replaces the client's.
      signals: [signals.wake, wake, pause].filter(signal => signal !== undefined),
    };
  }

  /** One watch for all who watch a job on the client's own terms; it ends with the last of them. Once settled, it keeps the last snapshot. */
  sharedWatch(plan: WatchPlan): Observable<JobSnapshot> {
    let watch: Latest<JobSnapshot> | undefined;
    return new Observable(subscriber => {
      if (watch?.isComplete !== true) watch = this.#watches.get(plan.jobId) ?? this.#newWatch(plan);
      watch.join(subscriber);
    });
  }

  #newWatch(plan: WatchPlan): Latest<JobSnapshot> {
    const { jobId } = plan;
    const watch = new Latest(this.source.watchJob(plan), this.#watches, jobId);
    this.#watches.set(jobId, watch);
    return watch;
  }
}
