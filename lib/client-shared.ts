import { asyncScheduler, takeUntil } from 'rxjs';
import { checkNames } from './model/checks.js';
import { resolveLimits, uniform } from './options/resolve.js';
import type { Breaker, CircuitBreakerConfig, ClientOptions, Limits } from './options/types.js';
import { RetryTokens } from './policy/retry/retry-tokens.js';
import { breakerEvents } from './stream/breaker/breaker-events.js';
import { CircuitBreaker } from './stream/breaker/circuit-breaker.js';
import { RecentJobs } from './stream/create/recent-jobs.js';
import { EventBus } from './stream/event-bus.js';
import type { Shared } from './stream/job-source.js';
import { RequestLimiter } from './stream/limiter/request-limiter.js';
import { OpenStreams } from './stream/open-streams.js';
import { TimerQueue } from './stream/time/timer-queue.js';
import { signalsOf } from './stream/watch/signals.js';
import { defaultJobApi } from './transport/job-api/job-api.js';
import type { Transport } from './transport/transport.js';

/** What a client and those made from it by `with...` share. */
export function sharedOf(options: ClientOptions): Shared {
  const { scheduler = asyncScheduler, random = Math.random } = options;
  const limits = resolveLimits(options);
  const timers = new TimerQueue(scheduler);
  const bus = new EventBus(() => timers.now());
  return {
    transport: transportOf(options, limits),
    limits,
    scheduler,
    timers,
    random: uniform(random),
    bus,
    limiter: new RequestLimiter(limits, timers),
    retryTokens: new RetryTokens(),
    openStreams: new OpenStreams(),
    recentJobs: new RecentJobs(limits.notFoundGraceMs),
    signals: signalsOf(options, bus),
  };
}

function transportOf(options: ClientOptions, { requestTimeoutMs, createTimeoutMs }: Limits): Transport {
  if (options.transport !== undefined) return options.transport;
  const { baseUrl, headers, allowInsecure, maxBodyBytes, fetch } = options;
  return defaultJobApi({
    baseUrl,
    headers,
    allowInsecure,
    maxBodyBytes,
    fetch,
    requestTimeoutMs,
    createTimeoutMs,
  });
}

/** The breaker of a client: its own, or the one given. */
export function breakerOf(given: CircuitBreakerConfig | Breaker = {}, shared: Shared): Breaker {
  const { bus, scheduler, timers, random, limits, openStreams } = shared;
  // Anything but an object is refused.
  checkNames('create a circuit breaker', given);
  const breaker =
    'settle' in given
      ? given
      : new CircuitBreaker({ probeTimeoutMs: limits.requestTimeoutMs, ...given, scheduler, random });
  const event$ = breakerEvents(breaker, () => timers.now()).pipe(takeUntil(openStreams.closed$));
  bus.include(event$, breaker);
  return breaker;
}
