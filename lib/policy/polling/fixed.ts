import { above, between, checkOptions, checkRequired } from '../../model/checks.js';
import { jittered } from './jitter.js';
import type { PollingStrategy } from './polling-strategy.js';

const OPTIONS = { intervalMs: above(0), jitterFactor: between(0, 1) };

/**
 * The same interval every time, in ms, varied by ±`jitterFactor` of itself.
 *
 * @throws RangeError or TypeError for an interval that is not a finite number above 0, or a `jitterFactor` outside 0 to 1.
 * @example
 * client.withPolling({ strategy: fixed(30_000, 0.1) }); // every 30 s, ±10 %
 */
export function fixed(intervalMs: number, jitterFactor = 0): PollingStrategy {
  const doing = 'create a fixed schedule';
  checkOptions(doing, { intervalMs, jitterFactor }, OPTIONS);
  checkRequired(doing, { intervalMs }, ['intervalMs']);
  return jittered(() => intervalMs, jitterFactor);
}
