import {
  isNetworkError,
  isProtocolError,
  isRequestError,
  isServerError,
  type TranslationError,
} from '../../model/errors.js';

/** Codes of network errors after which the request cannot have arrived; `ConnectionRefused` is Bun's, `proxy_refused` ours. */
const NEVER_SENT: ReadonlySet<string | undefined> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
  'proxy_refused',
]);

/**
 * May a job exist although its create failed like this? Not after a plain refusal; always if the response was lost, even by a custom `fetch` that threw
 * after it had sent the request.
 */
export function mayHaveCreated(error: TranslationError): boolean {
  if (isNetworkError(error)) return !NEVER_SENT.has(error.code);
  if (isRequestError(error)) return error.code === 'fetch_error';
  return isServerError(error) || isProtocolError(error);
}

/** Refusals of the request itself, by the codes of HeyGen's error reference: an earlier attempt would have been refused too. */
const REFUSES_REQUEST: ReadonlySet<string | undefined> = new Set([
  'invalid_parameter',
  'download_failed',
  'content_policy_violation',
  'voice_unavailable',
  'payload_too_large',
]);

/** Statuses that mean that the service does not have this call. */
export const NO_SUCH_CALL: ReadonlySet<number | undefined> = new Set([404, 405, 501]);

/** Statuses for a wrong length or type, for which a proxy's refusal is as conclusive as the service's. */
const BAD_LENGTH_OR_TYPE: ReadonlySet<number | undefined> = new Set([411, 413, 414, 415, 431]);

/** The message of a 400 that refers to an earlier request. */
const EARLIER_REQUEST = /exist|duplicate|conflict|already|idempot|in.progress/i;

/**
 * After an attempt whose response was lost: does this refusal prove that no job exists? "No credit left" does not, because the lost attempt may have used it. Nor do 409
 * and 422, which mean that the key is taken, nor an HTML page from a proxy that cannot reach the service.
 */
export function provesNoJob(error: TranslationError): boolean {
  if (!isRequestError(error)) return false;
  const { status, code, message } = error;
  if (BAD_LENGTH_OR_TYPE.has(status) || REFUSES_REQUEST.has(code)) return true;
  if (code === 'not_json') return false;
  if (NO_SUCH_CALL.has(status)) return true;
  return status === 400 && !EARLIER_REQUEST.test(`${code ?? ''} ${message}`);
}
