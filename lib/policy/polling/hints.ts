import type { PollingContext, PollingStrategy } from './polling-strategy.js';

/** If a job reports progress, does not wait beyond the end that this predicts, but at least `minIntervalMs`. */
export function withProgress(strategy: PollingStrategy, minIntervalMs: number): PollingStrategy {
  return context => Math.min(strategy(context), Math.max(minIntervalMs, remainingMs(context)));
}

function remainingMs({ progress, elapsedMs, slow }: PollingContext): number {
  if (slow === true || progress === undefined || progress <= 0) return Infinity;
  return (elapsedMs * (1 - Math.min(1, progress))) / progress;
}

/** While polls fail, waits at least `maxIntervalMs`: for schedules that ignore `slow`. */
export function slowedDown(strategy: PollingStrategy, maxIntervalMs: number): PollingStrategy {
  return context => (context.slow === true ? Math.max(strategy(context), maxIntervalMs) : strategy(context));
}
