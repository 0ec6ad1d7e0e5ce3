import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { atLeastOption, checkOption, checkOptions } from '../model/checks.js';
import type { CircuitConfig } from '../policy/circuit/circuit-config.js';
import { EXPONENTIAL, exponentialIntervals, type ExponentialConfig } from '../policy/polling/exponential.js';
import { slowedDown } from '../policy/polling/hints.js';
import type { PollingStrategy } from '../policy/polling/polling-strategy.js';
import type { RetryConfig } from '../policy/retry/retry.js';
import { present } from '../model/present.js';
import { checkPolling, checkRetry, CIRCUIT_BREAKER } from './checks.js';
import { DEFAULTS } from './defaults.js';
import type { BreakerOptions, Limits, Optional, PollingConfig } from './types.js';

/** The schedule and the deadline that the polling options result in. */
export interface ResolvedPolling {
  readonly strategy: PollingStrategy;
  /** The same schedule, if it learns how long jobs take. */
  readonly learner: PollingStrategy | undefined;
  readonly timeoutMs: number;
}

/** The defaults, overridden by what was given and is not undefined. */
export function withDefaults<D extends object>(defaults: D, given: Optional<D>): D {
  return { ...defaults, ...present(given) };
}

/** The user's options, then the service's defaults, then the library's. @throws RangeError or TypeError naming the option, its bound and the value. */
export function resolvePolling(given: PollingConfig, serviceDefaults: PollingConfig = {}): ResolvedPolling {
  checkPolling(given);
  checkPolling(serviceDefaults);
  const numbers = withDefaults(withDefaults(DEFAULTS.polling, serviceDefaults), given);
  // If only one of the two bounds was given, the other, a default, is adjusted.
  const maxIntervalMs = given.maxIntervalMs ?? Math.max(numbers.maxIntervalMs, numbers.initialIntervalMs);
  const initialIntervalMs = given.initialIntervalMs ?? Math.min(numbers.initialIntervalMs, maxIntervalMs);
  checkOption('poll', 'maxIntervalMs', maxIntervalMs, atLeastOption('initialIntervalMs', initialIntervalMs));
  const own = given.strategy ?? (hasNumbers(given) ? undefined : serviceDefaults.strategy);
  return {
    learner: own?.record === undefined ? undefined : own,
    strategy:
      own === undefined
        ? exponentialIntervals({ ...numbers, initialIntervalMs, maxIntervalMs })
        : slowedDown(own, maxIntervalMs),
    timeoutMs: numbers.timeoutMs,
  };
}

/** The random numbers of a user's function. Anything but a number from 0 to 1 counts as 0.5: NaN would stop every timer, and so would an error. */
export const uniform =
  (random: () => number): (() => number) =>
  () => {
    try {
      const drawn: unknown = random();
      if (typeof drawn === 'number' && drawn >= 0 && drawn <= 1) return drawn;
    } catch {
      // As below.
    }
    return 0.5;
  };

const hasNumbers = (given: PollingConfig): boolean =>
  (Object.keys(EXPONENTIAL) as (keyof ExponentialConfig)[]).some(name => given[name] !== undefined);

/** The retry options, with every default filled in. @throws RangeError or TypeError naming the option, its bound and the value. */
export function resolveRetry(given: Optional<RetryConfig>): RetryConfig {
  return withDefaults(DEFAULTS.retry, checkRetry(given));
}

/** The options of a breaker, with every default filled in, and its clock. */
export interface ResolvedCircuitBreaker extends CircuitConfig {
  readonly spreadMs: number;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
}

/** The breaker's options, with every default filled in. @throws RangeError or TypeError naming the option, its bound and the value. */
export function resolveCircuitBreaker(given: BreakerOptions = {}): ResolvedCircuitBreaker {
  checkOptions('create a circuit breaker', given, CIRCUIT_BREAKER);
  const resolved = withDefaults<ResolvedCircuitBreaker>(
    { ...DEFAULTS.circuitBreaker, scheduler: asyncScheduler, random: Math.random },
    given,
  );
  return { ...resolved, random: uniform(resolved.random) };
}

/** The limits of a client, with every default filled in. */
export function resolveLimits(given: Optional<Limits>): Limits {
  const limits = Object.entries(DEFAULTS.limits) as [keyof Limits, number][];
  return Object.fromEntries(limits.map(([name, value]) => [name, given[name] ?? value])) as unknown as Limits;
}
