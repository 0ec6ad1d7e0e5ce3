import { aFunction, between, checkOptions, checkRequired } from '../../model/checks.js';
import type { ObservedJob, PollingStrategy } from './polling-strategy.js';

/**
 * Varies the intervals of a schedule by ±`jitterFactor`, so that watches that start together drift apart. A `random` of 0.5
 * means no jitter. A learning schedule keeps learning.
 *
 * @throws RangeError or TypeError for a `strategy` that is not a function, or a `jitterFactor` outside 0 to 1.
 * @example
 * const strategy = jittered(({ elapsedMs }) => Math.max(1000, elapsedMs / 10), 0.1);
 * client.withPolling({ strategy });
 */
export function jittered(strategy: PollingStrategy, jitterFactor: number): PollingStrategy {
  const doing = 'spread a schedule';
  checkOptions(doing, { strategy, jitterFactor }, { strategy: aFunction, jitterFactor: between(0, 1) });
  checkRequired(doing, { strategy, jitterFactor }, ['strategy', 'jitterFactor']);
  const spread = spreadBy(strategy, jitterFactor);
  if (strategy.record === undefined) return spread;
  return Object.assign(spread, { record: (job: ObservedJob) => strategy.record?.(job) });
}

/** The intervals of a schedule, spread by ±`factor` of themselves. */
export const spreadBy =
  (strategy: PollingStrategy, factor: number): PollingStrategy =>
  context =>
    jitter(strategy(context), factor, context.random());

/** Moves `value` by up to ±`factor` of itself and rounds it to whole ms. @param random uniform in [0, 1) */
export function jitter(value: number, factor: number, random: number): number {
  return Math.round(value * (1 + factor * (2 * random - 1)));
}
