import { isObservable, type Observable } from 'rxjs';
import { isTranslationError, ProtocolError, RequestError } from '../../model/errors.js';
import { ignoreRejection, textOf } from '../../model/checks.js';
import type { RequestKind } from './request-limiter.js';

/**
 * Calls a transport, which may do anything. Returns its Observable, or why there is none: then nothing was created, or a poll has failed. With a `TypeError` or `RangeError`
 * a transport refuses a create before anything is sent; such an error is returned as it is.
 */
export function callTransport<T>(kind: RequestKind, send: () => Observable<T>): Observable<T> | Error {
  try {
    const answer$: unknown = send();
    if (isObservable(answer$)) return answer$ as Observable<T>;
    ignoreRejection(answer$);
    return transportFault(kind, 'did not return an Observable');
  } catch (thrown) {
    return isTranslationError(thrown) || (kind === 'create' && isBadInput(thrown))
      ? thrown
      : transportFault(kind, `threw ${textOf(thrown)}`);
  }
}

const isBadInput = (thrown: unknown): thrown is Error =>
  thrown instanceof TypeError || thrown instanceof RangeError;

const transportFault = (kind: RequestKind, what: string): Error =>
  kind === 'create'
    ? new RequestError(`Cannot create a job: the transport ${what}`)
    : new ProtocolError(`Cannot poll: the transport ${what}`);
