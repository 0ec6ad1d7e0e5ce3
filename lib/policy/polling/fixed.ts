import { jittered } from './jitter.js';
import type { PollingStrategy } from './polling-strategy.js';

/**
 * The same interval every time, in ms, spread by ±`jitterFactor` of itself.
 *
 * @example
 * client.withPolling({ strategy: fixed(30_000, 0.1) }); // every 30 s, ±10 %
 */
export function fixed(intervalMs: number, jitterFactor = 0): PollingStrategy {
  return jittered(() => intervalMs, jitterFactor);
}
