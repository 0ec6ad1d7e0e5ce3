import { isObservable, type Observable } from 'rxjs';
import {
  isTimeoutError,
  isTranslationError,
  NetworkError,
  ProtocolError,
  RequestError,
  toTranslationError,
  type TranslationError,
} from '../../model/errors.js';
import { ignoreRejection, textOf } from '../../model/checks.js';
import type { GatedRequest } from './gated-request.js';
import type { RequestKind } from './request-limiter.js';

/**
 * Calls a transport, which may be faulty. Returns its Observable, or why there is none. With a `TypeError` or `RangeError`
 * a transport refuses a create before anything is sent; such an error is returned unchanged.
 */
export function callTransport<T>(request: Pick<GatedRequest<T>, 'kind' | 'send'>): Observable<T> | Error {
  const { kind } = request;
  try {
    const response$: unknown = request.send();
    if (isObservable(response$)) return response$ as Observable<T>;
    ignoreRejection(response$);
    return requestFault(kind, 'the transport did not return an Observable');
  } catch (thrown) {
    if (kind === 'create' && isBadInput(thrown)) return thrown;
    return isTranslationError(thrown)
      ? transportError(thrown)
      : requestFault(kind, `the transport threw ${textOf(thrown)}`);
  }
}

/**
 * The error of a failed request. `TimeoutError` is about watches, so one thrown by a transport becomes a `NetworkError` with the code `timeout`.
 */
export function transportError(thrown: unknown): TranslationError {
  const error = toTranslationError(thrown);
  return isTimeoutError(error) ? new NetworkError(error.message, { cause: error, code: 'timeout' }) : error;
}

const isBadInput = (thrown: unknown): thrown is Error =>
  thrown instanceof TypeError || thrown instanceof RangeError;

/** The error of a request that could not be sent: nothing was created, and a poll has failed. */
export const requestFault = (kind: RequestKind, what: string): TranslationError =>
  kind === 'create'
    ? new RequestError(`Cannot create a job: ${what}`)
    : new ProtocolError(`Cannot poll: ${what}`);
