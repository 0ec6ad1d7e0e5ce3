import {
  catchError,
  defer,
  map,
  merge,
  of,
  take,
  throwIfEmpty,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import {
  isTranslationError,
  NetworkError,
  ProtocolError,
  RequestError,
  type TranslationError,
} from '../../../model/errors.js';
import { callTransport, transportError } from '../../../stream/limiter/call-transport.js';
import { longTimer } from '../../../stream/time/long-timer.js';
import type { Lane } from '../../engine/claims.js';

/** One request of a worker. */
export interface WorkerRequest<T> {
  readonly lane: Lane;
  /** Sends it. A custom transport may do anything. */
  readonly send: () => Observable<T>;
  readonly timeLimitMs: number;
  readonly scheduler: SchedulerLike;
}

/** How a request ended. */
export type RequestOutcome<T> =
  | { readonly type: 'response'; readonly response: T }
  | { readonly type: 'failure'; readonly error: TranslationError }
  /** The worker stopped before a response came. */
  | { readonly type: 'aborted' };

/**
 * Sends one request of a worker.
 *
 * *Emits* how it ended and *completes*. Never *errors*, whatever the transport does: throw, return no Observable, complete without a result, or take longer than `timeLimitMs`. *On
 * unsubscribe* aborts it.
 *
 * @param aborting$ Emits when the worker aborts its requests.
 */
export function requestOutcome<T>(
  { lane, send, timeLimitMs, scheduler }: WorkerRequest<T>,
  aborting$: Observable<unknown>,
): Observable<RequestOutcome<T>> {
  const response$ = defer(() => {
    const sent$ = callTransport({ kind: lane, send });
    if (!(sent$ instanceof Error)) return sent$;
    // Only a `TranslationError` can be stored.
    throw isTranslationError(sent$) ? sent$ : new RequestError(sent$.message);
  }).pipe(
    throwIfEmpty(() => new ProtocolError('The transport completed without a response')),
    map((response): RequestOutcome<T> => ({ type: 'response', response })),
  );
  return merge(
    response$,
    longTimer(timeLimitMs, scheduler).pipe(
      map(() => {
        throw new NetworkError(`No response within ${Math.round(timeLimitMs)} ms`, { code: 'timeout' });
      }),
    ),
    aborting$.pipe(map((): RequestOutcome<T> => ({ type: 'aborted' }))),
  ).pipe(
    catchError((thrown: unknown) =>
      of<RequestOutcome<T>>({ type: 'failure', error: transportError(thrown) }),
    ),
    take(1),
  );
}
