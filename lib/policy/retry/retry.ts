import {
  isProtocolError,
  isRateLimitError,
  isRetryableError,
  isServerError,
  type TranslationError,
} from '../../model/errors.js';
import { backoff } from '../polling/exponential.js';
import { jitter } from '../polling/jitter.js';

/** How often, and how soon, one request is tried again. */
export interface RetryConfig {
  /** Tries of one request, the first included; at least 1. A 409 in progress and a 429 with a hint are not counted. */
  readonly maxAttempts: number;
  /** The wait after the first failure, in ms. */
  readonly initialDelayMs: number;
  /** No wait is longer, jitter and a server's hint aside, in ms. */
  readonly maxDelayMs: number;
  /** Each wait is this many times the one before it; at least 1. */
  readonly multiplier: number;
  /** Each wait is drawn from ±this share of itself; 0 to 1. */
  readonly jitterFactor: number;
}

/** How the tries of one request have gone. */
export interface Attempts {
  /** All tries that failed. */
  readonly failed: number;
  /** Those of them that count against `maxAttempts`. */
  readonly counted: number;
  /** Answers in a row that made no sense. */
  readonly senseless: number;
}

export const NO_ATTEMPTS: Attempts = { failed: 0, counted: 0, senseless: 0 };

/** After so many senseless answers in a row nobody there speaks our language. */
const MAX_SENSELESS = 3;

/** Is it worth another try at all, and after how long? */
export type RetryDecision =
  | { readonly kind: 'retry'; readonly delayMs: number; readonly attempts: Attempts }
  /** The attempts are used up, yet a later poll may go well. */
  | { readonly kind: 'exhausted'; readonly attempts: Attempts }
  | { readonly kind: 'final' };

/** One more failure: what now? */
export function decideRetry(
  error: TranslationError,
  before: Attempts,
  config: RetryConfig,
  random: () => number,
): RetryDecision {
  const senseless = isProtocolError(error);
  if (!senseless && !isRetryableError(error)) return { kind: 'final' };
  const attempts: Attempts = {
    failed: before.failed + 1,
    counted: before.counted + (isCounted(error) ? 1 : 0),
    senseless: senseless ? before.senseless + 1 : 0,
  };
  if (attempts.senseless >= MAX_SENSELESS) return { kind: 'final' };
  if (attempts.counted >= config.maxAttempts) return { kind: 'exhausted', attempts };
  const delayMs = Math.max(retryDelay(attempts.failed, config, random), hintOf(error) ?? 0);
  return { kind: 'retry', delayMs, attempts };
}

/** The delay after so many failed attempts, in ms. */
export function retryDelay(failed: number, config: RetryConfig, random: () => number): number {
  const { initialDelayMs, multiplier, maxDelayMs, jitterFactor } = config;
  return jitter(backoff(initialDelayMs, multiplier, maxDelayMs, failed), jitterFactor, random());
}

/** How long the service asks to wait, in ms. A transport of the user's may put anything there: what is no duration is no hint. */
export function hintOf(error: TranslationError): number | undefined {
  const hintMs: unknown = isRetryableError(error) ? error.retryAfterMs : undefined;
  return typeof hintMs === 'number' && hintMs >= 0 ? hintMs : undefined;
}

/** To wait as the service asked is no failed attempt. */
function isCounted(error: TranslationError): boolean {
  if (isRateLimitError(error)) return hintOf(error) === undefined;
  return !(isServerError(error) && error.status === 409);
}
