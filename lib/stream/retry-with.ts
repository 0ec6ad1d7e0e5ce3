import { defer, retry, throwError, type MonoTypeOperatorFunction, type SchedulerLike } from 'rxjs';
import { toTranslationError, type TranslationError } from '../model/errors.js';
import { decideRetry, NO_ATTEMPTS, type RetryConfig } from '../policy/retry/retry.js';
import { longTimer } from './time/long-timer.js';

/** What the retries of one request go by, and whom they are told to. */
export interface RetryTerms {
  readonly retry: RetryConfig;
  readonly minIntervalMs: number;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  /** Another try follows in `delayMs`; `attempt` is the one that failed, counted from 1. */
  readonly onRetry: (error: TranslationError, attempt: number, delayMs: number) => void;
  /** The error to end with. */
  readonly toFailure: (error: TranslationError) => TranslationError;
}

/**
 * Tries one request again as the retry policy decides. The source must answer asynchronously.
 *
 * *Emits* and *completes* as the source does. *Errors* with `toFailure` of the last error. *On unsubscribe* no timer remains.
 */
export function retryWith<T>(terms: RetryTerms): MonoTypeOperatorFunction<T> {
  return source$ =>
    defer(() => {
      let attempts = NO_ATTEMPTS;
      return source$.pipe(
        retry({
          delay: thrown => {
            const error = toTranslationError(thrown);
            const decision = decideRetry(error, attempts, terms.retry, terms.random);
            if (decision.kind !== 'retry') return throwError(() => terms.toFailure(error));
            attempts = decision.attempts;
            const delayMs = Math.max(decision.delayMs, terms.minIntervalMs);
            terms.onRetry(error, attempts.failed, delayMs);
            return longTimer(delayMs, terms.scheduler);
          },
        }),
      );
    });
}
