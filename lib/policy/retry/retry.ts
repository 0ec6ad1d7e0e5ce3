import {
  isAuthenticationError,
  isProtocolError,
  isRateLimitError,
  isRetryableError,
  isServerError,
  type TranslationError,
} from '../../model/errors.js';
import { backoff } from '../polling/exponential.js';
import { jitter } from '../polling/jitter.js';

/** How often, and how soon, one request is retried. */
export interface RetryConfig {
  /**
   * Attempts of one request, including the first; at least 1. In a stream, a 409 for a create in progress and a 429 with a `Retry-After` do not count.
   * @default 5
   */
  readonly maxAttempts: number;
  /**
   * The delay after the first failure, in ms.
   * @default 500
   */
  readonly initialDelayMs: number;
  /**
   * The longest delay in ms, not counting jitter or a server's hint.
   * @default 30000
   */
  readonly maxDelayMs: number;
  /**
   * Each delay is this many times the one before; at least 1.
   * @default 2
   */
  readonly multiplier: number;
  /**
   * Each delay varies at random by up to ± this fraction of itself; 0 to 1.
   * @default 0.1
   */
  readonly jitterFactor: number;
}

/** The failed attempts of one request. */
export interface Attempts {
  /** All failed attempts. */
  readonly failed: number;
  /** Those of them that count against `maxAttempts`. */
  readonly counted: number;
  /** Protocol errors in a row. */
  readonly protocolErrors: number;
}

/** No attempt has failed yet. */
export const NO_ATTEMPTS: Attempts = { failed: 0, counted: 0, protocolErrors: 0 };

/** After this many protocol errors in a row, it is not the expected service. */
const MAX_PROTOCOL_ERRORS = 3;

/** Another attempt follows. */
export interface Retry {
  readonly kind: 'retry';
  readonly delayMs: number;
  readonly attempts: Attempts;
}

/** Whether another attempt is made, and after how long. */
export type RetryDecision =
  | Retry
  /** The attempts are used up, but a later poll may succeed. */
  | { readonly kind: 'exhausted'; readonly attempts: Attempts }
  | { readonly kind: 'final' };

/**
 * Decides what follows one more failure.
 *
 * @param countsProtocolErrors Whether protocol errors can mean that it is not the expected service.
 */
export function decideRetry(
  error: TranslationError,
  before: Attempts,
  config: RetryConfig,
  random: () => number,
  countsProtocolErrors = true,
): RetryDecision {
  const isProtocol = isProtocolError(error);
  if (!isProtocol && !isRetryableError(error)) return { kind: 'final' };
  const attempts: Attempts = {
    failed: before.failed + 1,
    counted: before.counted + (isCounted(error) ? 1 : 0),
    protocolErrors: isProtocol && countsProtocolErrors ? before.protocolErrors + 1 : 0,
  };
  if (attempts.protocolErrors >= MAX_PROTOCOL_ERRORS) return { kind: 'final' };
  if (attempts.counted >= config.maxAttempts) return { kind: 'exhausted', attempts };
  const delayMs = Math.max(retryDelay(attempts.failed, config, random), hintOf(error) ?? 0);
  return { kind: 'retry', delayMs, attempts };
}

/** Retries after a failure that may only mean that the service does not know the job yet: it counts against no limit. */
export function retryEarly(before: Attempts, config: RetryConfig, random: () => number): Retry {
  const attempts = { ...before, failed: before.failed + 1, protocolErrors: 0 };
  return { kind: 'retry', delayMs: retryDelay(attempts.failed, config, random), attempts };
}

/** The delay after a number of failed attempts, in ms. */
export function retryDelay(failed: number, config: RetryConfig, random: () => number): number {
  const { initialDelayMs, multiplier, maxDelayMs, jitterFactor } = config;
  return jitter(backoff(initialDelayMs, multiplier, maxDelayMs, failed), jitterFactor, random());
}

/** How long the service asks to wait, in ms. A custom transport may return anything: only a duration counts as a hint. */
export function hintOf(error: TranslationError | undefined): number | undefined {
  const hintMs: unknown =
    isRetryableError(error) || isAuthenticationError(error) ? error.retryAfterMs : undefined;
  return typeof hintMs === 'number' && hintMs >= 0 ? hintMs : undefined;
}

/** Waiting as the service asked is not a failed attempt. */
function isCounted(error: TranslationError): boolean {
  if (isRateLimitError(error)) return hintOf(error) === undefined;
  return !(isServerError(error) && error.status === 409);
}
