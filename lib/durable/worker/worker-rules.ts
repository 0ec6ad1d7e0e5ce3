import { resolvePolling, resolveRetry, withDefaults, type ResolvedPolling } from '../../options/resolve.js';
import type { Optional, PollingConfig } from '../../options/types.js';
import type { PollingStrategy } from '../../policy/polling/polling-strategy.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { WatchRules } from '../../policy/watch/decision.js';
import type { StoredTerms } from '../engine/watches.js';
import type { ResolvedWorker } from './worker-options.js';

/** The rules that a worker decides by: its own options, unless the watch overrides them. */
export class WorkerRules {
  /** The worker's schedule, if it learns. */
  readonly learner: PollingStrategy | undefined;
  readonly #worker: ResolvedWorker;
  readonly #own: WatchRules;

  /** @throws RangeError or TypeError for a polling or retry option out of its bounds. */
  constructor(worker: ResolvedWorker) {
    this.#worker = worker;
    const polling = this.#polling({});
    this.learner = polling.learner;
    this.#own = this.#rules(polling, resolveRetry(worker.retry), undefined);
  }

  /** The rules of a watch or create. */
  of(terms: StoredTerms | undefined): WatchRules {
    if (terms === undefined) return this.#own;
    try {
      const retry = withDefaults<Optional<RetryConfig>>(this.#worker.retry, terms.retry ?? {});
      return this.#rules(this.#polling(terms.polling ?? {}), resolveRetry(retry), terms);
    } catch {
      // Each of its numbers is valid, but not together with the worker's.
      return { ...this.#own, key: terms.key, videoSeconds: terms.videoSeconds };
    }
  }

  #polling(given: PollingConfig): ResolvedPolling {
    const { polling, transport } = this.#worker;
    return resolvePolling(withDefaults<PollingConfig>(polling, given), transport.defaults?.polling);
  }

  #rules(polling: ResolvedPolling, retry: RetryConfig, terms: StoredTerms | undefined): WatchRules {
    const { strategy, timeoutMs } = polling;
    const { minIntervalMs, requestTimeoutMs } = this.#worker.limits;
    const { key, videoSeconds } = terms ?? {};
    return { strategy, timeoutMs, retry, minIntervalMs, requestTimeoutMs, key, videoSeconds };
  }
}
