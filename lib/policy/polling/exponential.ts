import type { PollingContext, PollingStrategy } from './polling-strategy.js';

/** The numbers of an exponential schedule. */
export interface ExponentialConfig {
  /** The first wait, in ms. */
  readonly initialIntervalMs: number;
  /** No wait is longer, jitter aside, in ms. */
  readonly maxIntervalMs: number;
  /** Each wait is this many times the one before it; at least 1. */
  readonly multiplier: number;
  /** Each wait is drawn from ±this share of itself; 0 to 1. */
  readonly jitterFactor: number;
}

/**
 * Spreads a schedule's waits by ±`jitterFactor`, so that watches which began together do not stay together.
 * A `random` of 0.5 means no jitter.
 */
export function jittered(strategy: PollingStrategy, jitterFactor: number): PollingStrategy {
  return context => jitter(strategy(context), jitterFactor, context.random());
}

/** `value` moved by up to ±`factor` of itself, in whole ms. */
export function jitter(value: number, factor: number, chance: number): number {
  return Math.round(value * (1 + factor * (2 * chance - 1)));
}

/** `initial x multiplier^(step-1)`, at most `max`: with a multiplier of 1 and for any step. */
export function backoff(initialMs: number, multiplier: number, maxMs: number, step: number): number {
  return Math.min(maxMs, initialMs * multiplier ** (step - 1));
}

/** Waits `round(min(max, initial x multiplier^(step-1)) x (1 + jitterFactor x (2 random() - 1)))`. */
export function exponential(config: ExponentialConfig): PollingStrategy {
  const { initialIntervalMs, maxIntervalMs, multiplier, jitterFactor } = config;
  const growing: PollingStrategy = ({ step, polls, slow }) =>
    slow === true
      ? maxIntervalMs
      : backoff(initialIntervalMs, multiplier, maxIntervalMs, step ?? Math.max(1, polls));
  return jittered(towardsTheEnd(growing, initialIntervalMs), jitterFactor);
}

/** The same wait every time. */
export function fixed(intervalMs: number, jitterFactor = 0): PollingStrategy {
  return jittered(() => intervalMs, jitterFactor);
}

/** Where a job tells its progress, never waits past the end that the progress so far foretells, and never less than `leastMs`. */
function towardsTheEnd(strategy: PollingStrategy, leastMs: number): PollingStrategy {
  return context => Math.min(strategy(context), Math.max(leastMs, remainingMs(context)));
}

function remainingMs({ progress, elapsedMs, slow }: PollingContext): number {
  if (slow === true || progress === undefined || progress <= 0) return Infinity;
  return (elapsedMs * (1 - Math.min(1, progress))) / progress;
}

/** A schedule that does not heed `slow` by itself waits at least `maxIntervalMs` then. */
export function slowedDown(strategy: PollingStrategy, maxIntervalMs: number): PollingStrategy {
  return context => (context.slow === true ? Math.max(strategy(context), maxIntervalMs) : strategy(context));
}
