import { defer, retry, throwError, type MonoTypeOperatorFunction, type SchedulerLike } from 'rxjs';
import { isTranslationError, type TranslationError } from '../model/errors.js';
import { decideOneShotRetry } from '../policy/retry/one-shot.js';
import { NO_ATTEMPTS, type RetryConfig } from '../policy/retry/retry.js';
import type { Clock } from './time/clock.js';
import { longTimer } from './time/long-timer.js';

/** What the attempts of one request keep to, and who is told of them. */
export interface RetryTerms {
  readonly retry: RetryConfig;
  readonly minIntervalMs: number;
  /** No attempt later than so many ms after the first. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  /** The failure may only mean that it is too early to ask. */
  readonly mayBeEarly?: (error: TranslationError) => boolean;
  /** Another attempt follows in `delayMs`; `attempt` is the one that failed, from 1. */
  readonly onRetry: (error: TranslationError, attempt: number, delayMs: number) => void;
  /** The error to end with. */
  readonly toFailure: (error: TranslationError) => unknown;
}

/**
 * Tries one request again as the retry policy decides. The source must answer asynchronously.
 *
 * *Emits* and *completes* as the source does. *Errors* with `toFailure` of the last error. *On unsubscribe* no timer remains.
 */
export function retryWith<T>(terms: RetryTerms): MonoTypeOperatorFunction<T> {
  return source$ =>
    defer(() => {
      const startedAt = terms.clock.now();
      let attempts = NO_ATTEMPTS;
      return source$.pipe(
        retry({
          delay: (thrown: unknown) => {
            // Bad input, thrown by a transport before it sent anything.
            if (!isTranslationError(thrown)) return throwError(() => thrown);
            const leftMs = startedAt + terms.timeoutMs - terms.clock.now();
            const isEarly = terms.mayBeEarly?.(thrown) === true;
            const decision = decideOneShotRetry(thrown, { attempts, isEarly, leftMs }, terms);
            if (decision.kind !== 'retry') return throwError(() => terms.toFailure(thrown));
            ({ attempts } = decision);
            terms.onRetry(thrown, attempts.failed, decision.delayMs);
            return longTimer(decision.delayMs, terms.scheduler);
          },
        }),
      );
    });
}
