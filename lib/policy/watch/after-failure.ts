import { isCircuitBreakerError, type TranslationError } from '../../model/errors.js';
import { decideRetry, hintOf, NO_ATTEMPTS, type Attempts, type RetryConfig } from '../retry/retry.js';

/** What a failed try of a poll means for its watch. */
export type AfterFailure =
  /** The deadline has passed: the job is still running. */
  | { readonly kind: 'too-late' }
  /** The service has refused for good. */
  | { readonly kind: 'final' }
  /** The same poll again, in so many ms. */
  | {
      readonly kind: 'retry';
      readonly delayMs: number;
      readonly hintMs: number | undefined;
      readonly attempts: Attempts;
    }
  /** This poll is given up; the watch goes on, at the slow end of its schedule: a blip is not the end of a paid job. */
  | { readonly kind: 'slow'; readonly hintMs: number | undefined; readonly attempts: Attempts };

/** What the decision goes by. */
export interface FailedPoll {
  readonly attempts: Attempts;
  readonly retry: RetryConfig;
  readonly random: () => number;
  /** The deadline has come: this poll was the last. */
  readonly wasLast: boolean;
  /** Takes a token of the budget that all retries of a client share; false when there is none left. */
  readonly spendToken: () => boolean;
}

export function decideAfterFailure(error: TranslationError, failed: FailedPoll): AfterFailure {
  const { attempts, retry, random, wasLast, spendToken } = failed;
  const decision = decideRetry(error, attempts, retry, random);
  // Only the last poll meets an open circuit: all others wait for it to close.
  if (wasLast && (decision.kind !== 'final' || isCircuitBreakerError(error))) return { kind: 'too-late' };
  if (decision.kind === 'final') return decision;
  const hintMs = hintOf(error);
  if (decision.kind === 'retry' && spendToken()) return { ...decision, hintMs };
  return { kind: 'slow', hintMs, attempts: { ...NO_ATTEMPTS, senseless: decision.attempts.senseless } };
}
