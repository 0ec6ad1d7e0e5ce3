import { jittered } from './jitter.js';
import type { PollingStrategy } from './polling-strategy.js';

/** The same interval every time, in ms, spread by ±`jitterFactor` of itself. */
export function fixed(intervalMs: number, jitterFactor = 0): PollingStrategy {
  return jittered(() => intervalMs, jitterFactor);
}
