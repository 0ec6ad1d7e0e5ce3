import {
  catchError,
  concat,
  defer,
  map,
  of,
  retry,
  take,
  throwError,
  throwIfEmpty,
  timeout,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { textOf } from '../model/checks.js';
import { isRequestError, toTranslationError, TranslationError } from '../model/errors.js';
import { retryDelay, type RetryConfig } from '../policy/retry/retry.js';

/** How long an engine may take to respond, in ms. */
const TIME_LIMIT_MS = 30_000;

/** When a failed call is repeated. */
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

/** The delay before the next call, in ms, after `failures` failed ones in a row. */
export const engineBackoffMs = (failures: number, random: () => number): number =>
  retryDelay(failures, BACKOFF, random);

/**
 * One call of an engine.
 *
 * *Emits* one value and *completes*. *Errors* with a `TranslationError`, also if the engine throws, completes without a value, or takes longer than 30 s.
 */
export function callEngine<T>(
  call$: () => Observable<T>,
  { scheduler, onError }: EngineCallDeps,
): Observable<T> {
  return defer(call$).pipe(
    throwIfEmpty(() => new Error('it completed without a result')),
    take(1),
    timeout({
      first: TIME_LIMIT_MS,
      scheduler,
      with: () => throwError(() => new Error(`no response within ${TIME_LIMIT_MS} ms`)),
    }),
    catchError((thrown: unknown) => {
      const error = isRequestError(thrown) ? thrown : failed('The engine', thrown);
      onError(error);
      return throwError(() => error);
    }),
  );
}

/**
 * Calls an engine until it responds, at growing intervals.
 *
 * *Emits* one value and *completes*. *Errors* after `patienceMs` in total, and at once with a `RequestError`, because the engine would refuse the call again.
 *
 * @param patienceMs In ms; a function is called after each failure.
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

/** How the call for some items ended. */
export type CallResult<Item, Value> = { readonly items: readonly Item[] } & (
  { readonly value: Value } | { readonly error: unknown }
);

/**
 * Calls an engine for many items, as `persist` does. A refused call is halved, so that one bad item costs the others nothing; one half after the other, so that many bad ones do not keep
 * all connections busy. A call refused with a code is not halved, because its items are not the reason.
 *
 * *Emits* how each call ended that was not halved. *Completes* after the last. Never *errors*.
 */
export function persistAll<Item, Value>(
  items: readonly Item[],
  call$: (items: readonly Item[]) => Observable<Value>,
  patienceMs: (items: readonly Item[]) => number,
  deps: EngineCallDeps,
): Observable<CallResult<Item, Value>> {
  const half = Math.ceil(items.length / 2);
  return persist(
    () => call$(items),
    () => patienceMs(items),
    deps,
  ).pipe(
    map(value => ({ items, value })),
    catchError((error: unknown) =>
      isRequestError(error) && error.code === undefined && half < items.length
        ? concat(
            persistAll(items.slice(0, half), call$, patienceMs, deps),
            persistAll(items.slice(half), call$, patienceMs, deps),
          )
        : of({ items, error }),
    ),
  );
}

/** An error that says what has failed. Only name, message and code of a foreign error are kept. */
export function failed(what: string, thrown: unknown): TranslationError {
  const { cause = thrown } = toTranslationError(thrown);
  return new TranslationError(`${what} failed: ${cause instanceof Error ? cause.message : textOf(cause)}`, {
    cause,
  });
}
