import {
  NetworkError,
  ProtocolError,
  RequestError,
  RetryableError,
  type TranslationError,
} from '../../../model/errors.js';
import { isMistake, nameAndMessage } from './mistakes.js';
import { NoResponseError } from '../own-fetch.js';
import { faultOf } from './platform-fault.js';
import type { RequestDetails } from './refusal-error.js';

/**
 * The error for a request without a complete response. Only the code of the original error is kept, because its message may quote the request; a bug is shown with its
 * message.
 */
export function fetchError(request: RequestDetails, thrown: unknown): TranslationError {
  const { label, about, redactor } = request;
  if (thrown instanceof NoResponseError) {
    return new ProtocolError(`${label} got no response: ${thrown.message}`, about);
  }
  if (isMistake(thrown)) {
    const message = `${label} cannot be sent: fetch failed with ${redactor.shown(nameAndMessage(thrown), 300)}`;
    return new RequestError(message, { ...about, code: 'fetch_error' });
  }
  const { code, why } = faultOf(thrown);
  if (why !== undefined) return new RequestError(`${label} cannot be sent: ${why}`, { ...about, code });
  const message = `${label} got no complete response: ${code ?? 'the connection failed'}`;
  return new NetworkError(message, { ...about, code });
}

/** The error for a request whose header functions failed. @param isFinal Would another attempt fail too? */
export function notSentError(
  { label, about, redactor }: RequestDetails,
  why: string,
  isFinal: boolean,
): TranslationError {
  const message = `${label} was not sent: ${redactor.shown(why, 300)}`;
  return isFinal
    ? new RequestError(message, { ...about, code: 'no_credentials' })
    : new RetryableError(message, about);
}

/** The error for a request that has reached its time limit. */
export function timeLimitError(request: RequestDetails, limitMs: number, isSent?: boolean): TranslationError {
  if (!isSent) return notSentError(request, 'a header function timed out', false);
  const { label, about } = request;
  const message = `${label} got no complete response within ${limitMs} ms`;
  return new NetworkError(message, { ...about, code: 'timeout' });
}
