import {
  catchError,
  defer,
  map,
  merge,
  retry,
  take,
  throwError,
  throwIfEmpty,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { isRequestError, toTranslationError, TranslationError } from '../model/errors.js';
import { retryDelay, type RetryConfig } from '../policy/retry/retry.js';

/** An engine that has not answered after so many ms has failed. */
const TIME_LIMIT_MS = 30_000;

/** How soon an engine that has failed is called again. */
const BACKOFF: RetryConfig = {
  maxAttempts: Infinity,
  initialDelayMs: 500,
  maxDelayMs: 30_000,
  multiplier: 2,
  jitterFactor: 0.5,
};

/** What calls of an engine depend on. */
export interface EngineCallDeps {
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  /** Called for each failed call. */
  readonly onError: (error: TranslationError) => void;
}

/** How long to wait after so many failed calls in a row, in ms. */
export const engineBackoffMs = (failures: number, random: () => number): number =>
  retryDelay(failures, BACKOFF, random);

/**
 * One call of an engine.
 *
 * *Emits* one value and *completes*. *Errors* with an error of ours, also when the engine throws, answers nothing, or takes longer than 30 s.
 */
export function callEngine<T>(
  call$: () => Observable<T>,
  { scheduler, onError }: EngineCallDeps,
): Observable<T> {
  const tooLate$ = timer(TIME_LIMIT_MS, scheduler).pipe(
    map(() => {
      throw new Error(`no answer within ${TIME_LIMIT_MS} ms`);
    }),
  );
  const answer$ = defer(call$).pipe(throwIfEmpty(() => new Error('it completed without an answer')));
  return merge(answer$, tooLate$).pipe(
    take(1),
    catchError((thrown: unknown) => {
      const error = engineError(thrown);
      onError(error);
      return throwError(() => error);
    }),
  );
}

/**
 * Calls an engine again and again until it answers, at growing intervals.
 *
 * *Errors* if it has not after `patienceMs`, read anew at each failure; and at once with a `RequestError`: the engine refuses what it is given.
 */
export function persist<T>(
  call$: () => Observable<T>,
  patienceMs: number | (() => number),
  deps: EngineCallDeps,
): Observable<T> {
  let waitedMs = 0;
  return callEngine(call$, deps).pipe(
    retry({
      delay: (error, failures) => {
        const waitMs = engineBackoffMs(failures, deps.random);
        waitedMs += waitMs;
        const mostMs = typeof patienceMs === 'number' ? patienceMs : patienceMs();
        return isRequestError(error) || waitedMs > mostMs
          ? throwError(() => error as unknown)
          : timer(waitMs, deps.scheduler);
      },
    }),
  );
}

function engineError(thrown: unknown): TranslationError {
  if (isRequestError(thrown)) return thrown;
  // Only name, message and code of a foreign error are kept.
  const { cause = thrown } = toTranslationError(thrown);
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TranslationError(`The engine failed: ${why}`, { cause });
}
