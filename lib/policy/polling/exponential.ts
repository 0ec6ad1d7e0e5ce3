import {
  above,
  atLeast,
  atLeastOption,
  between,
  checkOption,
  checkOptions,
  checkRequired,
  type CheckTable,
} from '../../model/checks.js';
import { withProgress } from './hints.js';
import { spreadBy } from './jitter.js';
import type { PollingStrategy } from './polling-strategy.js';

/** The numbers of an exponential schedule. */
export interface ExponentialConfig {
  /** The first interval, in ms. */
  readonly initialIntervalMs: number;
  /** The longest interval, in ms, before jitter. */
  readonly maxIntervalMs: number;
  /** Each interval is this many times the one before; at least 1. */
  readonly multiplier: number;
  /** Each interval varies at random by up to ± this fraction of itself; 0 to 1. */
  readonly jitterFactor: number;
}

/** The checks of each number. */
export const EXPONENTIAL: CheckTable<ExponentialConfig> = {
  initialIntervalMs: above(0),
  maxIntervalMs: above(0),
  multiplier: atLeast(1),
  jitterFactor: between(0, 1),
};

/**
 * Intervals of `round(min(max, initial x multiplier^(step-1)) x (1 + jitterFactor x (2 random() - 1)))`.
 *
 * @throws RangeError or TypeError for a number that is missing or out of bounds.
 * @example
 * const strategy = exponential({ initialIntervalMs: 1000, maxIntervalMs: 60_000, multiplier: 1.5, jitterFactor: 0.2 });
 * client.withPolling({ strategy });
 */
export function exponential(config: ExponentialConfig): PollingStrategy {
  const doing = 'create an exponential schedule';
  checkOptions(doing, config, EXPONENTIAL);
  checkRequired(doing, config, Object.keys(EXPONENTIAL));
  const { initialIntervalMs, maxIntervalMs } = config;
  checkOption(doing, 'maxIntervalMs', maxIntervalMs, atLeastOption('initialIntervalMs', initialIntervalMs));
  return exponentialIntervals(config);
}

/** The schedule for numbers that have been checked. */
export function exponentialIntervals({
  initialIntervalMs,
  maxIntervalMs,
  multiplier,
  jitterFactor,
}: ExponentialConfig): PollingStrategy {
  const growing: PollingStrategy = ({ step, polls, slow }) =>
    slow === true
      ? maxIntervalMs
      : backoff(initialIntervalMs, multiplier, maxIntervalMs, step ?? Math.max(1, polls));
  return spreadBy(withProgress(growing, initialIntervalMs), jitterFactor);
}

/** `initial x multiplier^(step-1)`, at most `max`. @param step counted from 1 */
export function backoff(initialMs: number, multiplier: number, maxMs: number, step: number): number {
  // Not Infinity: of an initial interval of 0 that would make NaN.
  return Math.min(maxMs, initialMs * Math.min(multiplier ** (step - 1), Number.MAX_VALUE));
}
