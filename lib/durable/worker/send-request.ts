import {
  catchError,
  defer,
  map,
  merge,
  take,
  throwError,
  throwIfEmpty,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import {
  isTranslationError,
  NetworkError,
  ProtocolError,
  RequestError,
  toTranslationError,
} from '../../model/errors.js';
import { callTransport } from '../../stream/limiter/call-transport.js';
import type { Lane } from '../engine/claims.js';
import { longTimer } from '../../stream/time/long-timer.js';

/** One request of a worker. */
export interface WorkerRequest<T> {
  readonly lane: Lane;
  /** Sends it. A custom transport may do anything. */
  readonly send: () => Observable<T>;
  readonly timeLimitMs: number;
  readonly scheduler: SchedulerLike;
}

/**
 * Sends one request.
 *
 * *Emits* the first value and *completes*. *Errors* with a `TranslationError`, whatever the transport does: throw, return no Observable, complete without an answer, or take longer than
 * `timeLimitMs`. *On unsubscribe* aborts the request.
 */
export function sendRequest<T>({ lane, send, timeLimitMs, scheduler }: WorkerRequest<T>): Observable<T> {
  const answer$ = defer(() => {
    const sent$ = callTransport(lane, send);
    if (!(sent$ instanceof Error)) return sent$;
    // Only a `TranslationError` can be stored.
    throw isTranslationError(sent$) ? sent$ : new RequestError(sent$.message);
  }).pipe(throwIfEmpty(() => new ProtocolError('The transport completed without an answer')));
  const tooLate$ = longTimer(timeLimitMs, scheduler).pipe(
    map(() => {
      throw new NetworkError(`No answer within ${Math.round(timeLimitMs)} ms`, { code: 'timeout' });
    }),
  );
  return merge(answer$, tooLate$).pipe(
    take(1),
    catchError((thrown: unknown) => throwError(() => toTranslationError(thrown))),
  );
}
