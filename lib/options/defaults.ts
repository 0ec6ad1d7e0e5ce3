import type { CircuitConfig } from '../policy/circuit/circuit-config.js';
import type { ExponentialConfig } from '../policy/polling/exponential.js';
import type { RetryConfig } from '../policy/retry/retry.js';
import type { Limits } from './types.js';

interface PollingNumbers extends ExponentialConfig {
  readonly timeoutMs: number;
}

interface Defaults {
  readonly polling: PollingNumbers;
  readonly retry: RetryConfig;
  readonly circuitBreaker: CircuitConfig & { readonly spreadMs: number };
  readonly limits: Limits;
}

/** Every default of the options. */
export const DEFAULTS: Defaults = {
  polling: {
    initialIntervalMs: 500,
    maxIntervalMs: 5000,
    multiplier: 2,
    jitterFactor: 0.1,
    timeoutMs: 300_000,
  },
  retry: {
    maxAttempts: 5,
    initialDelayMs: 500,
    maxDelayMs: 30_000,
    multiplier: 2,
    jitterFactor: 0.1,
  },
  circuitBreaker: {
    failureThreshold: 5,
    resetTimeoutMs: 60_000,
    failureRate: 1,
    minimumCalls: 20,
    windowMs: 60_000,
    growth: 2,
    maxResetTimeoutMs: 600_000,
    jitterFactor: 0.1,
    probeTimeoutMs: 30_000,
    spreadMs: 1000,
  },
  limits: {
    notFoundGraceMs: 30_000,
    maxSilenceMs: 60_000,
    requestTimeoutMs: 30_000,
    createTimeoutMs: 120_000,
    minIntervalMs: 10,
    maxRequestsPerSecond: 50,
    maxConcurrentRequests: 10,
  },
};
