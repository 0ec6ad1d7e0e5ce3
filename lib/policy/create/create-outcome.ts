import { isNetworkError, isProtocolError, isServerError, type TranslationError } from '../../model/errors.js';

/** Nobody was there to create anything. */
const UNREACHED: ReadonlySet<string | undefined> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  // Bun's word for the first.
  'ConnectionRefused',
]);

/** May the job exist although its create failed so? Not after a plain refusal; always when the answer was lost. */
export function mayHaveCreated(error: TranslationError): boolean {
  if (isNetworkError(error)) return !UNREACHED.has(error.code);
  return isServerError(error) || isProtocolError(error);
}
