import {
  catchError,
  defer,
  isObservable,
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
import type { Lane } from '../engine/claims.js';
import { longTimer } from '../../stream/time/long-timer.js';

/** One request of a worker. */
export interface WorkerRequest<T> {
  readonly lane: Lane;
  /** Called when it is sent. A user's transport may do anything. */
  readonly send: () => Observable<T>;
  readonly timeLimitMs: number;
  readonly scheduler: SchedulerLike;
}

/**
 * Sends one request.
 *
 * *Emits* the first value and *completes*. *Errors* with an error of ours, whatever the transport does: throw, return no Observable, complete without an answer, or take longer
 * than `timeLimitMs`. *On unsubscribe* aborts the request.
 */
export function sendRequest<T>({ lane, send, timeLimitMs, scheduler }: WorkerRequest<T>): Observable<T> {
  const answer$ = defer(() => {
    const sent: unknown = called(lane, send);
    if (!isObservable(sent)) throw transportFault(lane, 'did not return an Observable');
    return sent as Observable<T>;
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

function called<T>(lane: Lane, send: () => T): T {
  try {
    return send();
  } catch (thrown) {
    if (isTranslationError(thrown)) throw thrown;
    // With a `TypeError` or `RangeError`, transports refuse a request before anything is sent.
    if (lane === 'create' && (thrown instanceof TypeError || thrown instanceof RangeError)) {
      throw new RequestError(thrown.message);
    }
    throw transportFault(lane, `threw ${String(thrown)}`);
  }
}

/** A transport threw instead of sending: nothing was created, or a poll has failed. */
const transportFault = (lane: Lane, what: string): Error =>
  lane === 'create'
    ? new RequestError(`Cannot create a job: the transport ${what}`)
    : new ProtocolError(`Cannot poll: the transport ${what}`);
