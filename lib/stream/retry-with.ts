import { defer, retry, throwError, type MonoTypeOperatorFunction, type SchedulerLike } from 'rxjs';
import { isTranslationError, type TranslationError } from '../model/errors.js';
import type { JobId } from '../model/job.js';
import { present } from '../model/present.js';
import { decideOneShotRetry } from '../policy/retry/one-shot.js';
import { NO_ATTEMPTS, type RetryConfig } from '../policy/retry/retry.js';
import type { EventBus } from './event-bus.js';
import type { Clock } from './time/clock.js';
import { longTimer } from './time/long-timer.js';

/** The rules for the attempts of one request, and what happens when they fail. */
export interface RetryTerms {
  readonly retry: RetryConfig;
  readonly minIntervalMs: number;
  /** No attempt starts later than this after the first, in ms. */
  readonly timeoutMs: number;
  readonly timers: Clock;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  /** The caller awaits the result: all attempts count, including those that the service asked to delay. */
  readonly isAwaited: boolean;
  /** It ends when its time is up, even during an attempt. */
  readonly hasDeadline?: boolean;
  /** Whether the failure may only mean that the service does not know the job yet. */
  readonly mayBeEarly?: (error: TranslationError) => boolean;
  /** Where each retry is an event. */
  readonly bus: EventBus;
  /** The job that the request is about. */
  readonly jobId?: JobId;
  /** Returns the final error. */
  readonly toFailure: (error: TranslationError) => unknown;
}

/**
 * Repeats one request as the retry policy decides. The source must emit asynchronously.
 *
 * *Emits* and *completes* as the source does. *Errors* with `toFailure` of the last error. *On unsubscribe* no timer remains.
 */
export function retryWith<T>(terms: RetryTerms): MonoTypeOperatorFunction<T> {
  return source$ =>
    defer(() => {
      const startedAt = terms.timers.now();
      let attempts = NO_ATTEMPTS;
      return source$.pipe(
        retry({
          delay: (thrown: unknown) => {
            // Invalid input: the transport threw before it sent anything.
            if (!isTranslationError(thrown)) return throwError(() => thrown);
            const leftMs = startedAt + terms.timeoutMs - terms.timers.now();
            const isEarly = terms.mayBeEarly?.(thrown) === true;
            const decision = decideOneShotRetry(thrown, { attempts, isEarly, leftMs }, terms);
            if (decision.kind !== 'retry') return throwError(() => terms.toFailure(thrown));
            ({ attempts } = decision);
            const { delayMs } = decision;
            terms.bus.emit({
              type: 'RETRY_ATTEMPTED',
              at: terms.timers.now(),
              ...present({ jobId: terms.jobId }),
              attempt: attempts.failed,
              delayMs,
              error: thrown,
            });
            return longTimer(delayMs, terms.scheduler);
          },
        }),
      );
    });
}
