import type { PollingStrategy } from './polling-strategy.js';

/**
 * Spreads the intervals of a schedule by ±`jitterFactor`, so that watches that began together do not stay together. A `random` of 0.5
 * means no jitter.
 *
 * @example
 * const strategy = jittered(({ elapsedMs }) => Math.max(1000, elapsedMs / 10), 0.1);
 * client.withPolling({ strategy });
 */
export function jittered(strategy: PollingStrategy, jitterFactor: number): PollingStrategy {
  return context => jitter(strategy(context), jitterFactor, context.random());
}

/** Moves `value` by up to ±`factor` of itself and rounds it to whole ms. @param random uniform in [0, 1) */
export function jitter(value: number, factor: number, random: number): number {
  return Math.round(value * (1 + factor * (2 * random - 1)));
}
