import type { TranslationError } from '../../model/errors.js';
import {
  decideRetry,
  hintOf,
  retryEarly,
  type Attempts,
  type RetryConfig,
  type RetryDecision,
} from './retry.js';

/** The attempts of an awaited request so far. */
export interface OneShot {
  readonly attempts: Attempts;
  /** The failure may only mean that it is too early. */
  readonly isEarly: boolean;
  /** Time left, in ms. */
  readonly leftMs: number;
}

interface OneShotRules {
  readonly retry: RetryConfig;
  readonly minIntervalMs: number;
  readonly random: () => number;
  /** Every attempt counts, whatever the response, because a caller is waiting. */
  readonly isAwaited: boolean;
  /** It ends when its time is up, even during an attempt. */
  readonly hasDeadline?: boolean;
}

/** Retries while there is time, with one last attempt at the end; not if the service asks to wait longer than that. */
export function decideOneShotRetry(
  error: TranslationError,
  { attempts, isEarly, leftMs }: OneShot,
  { retry, minIntervalMs, random, isAwaited, hasDeadline = false }: OneShotRules,
): RetryDecision {
  const decision = isEarly
    ? retryEarly(attempts, retry, random)
    : decideRetry(error, attempts, retry, random);
  if (decision.kind !== 'retry') return decision;
  if (isAwaited && !isEarly && decision.attempts.failed >= retry.maxAttempts) return { kind: 'final' };
  if (leftMs <= 0 || (hintOf(error) ?? 0) > leftMs) return { kind: 'final' };
  const delayMs = Math.max(decision.delayMs, minIntervalMs);
  // A create sent at its deadline would be abandoned at once, with an unknown outcome.
  return { ...decision, delayMs: hasDeadline ? delayMs : Math.min(delayMs, leftMs) };
}
