import { textOf } from '../../../model/checks.js';
import { RequestError } from '../../../model/errors.js';

/** The classes of SQLSTATE for calls that always fail: data exceptions, such as a character that the database's encoding lacks, and exceeded limits. */
const REFUSED = /^(22|54)...$/;

/** Would the statement fail again? A `RangeError` means that its parameters are longer than a string can be. */
export const isRefused = (thrown: unknown): boolean =>
  thrown instanceof RangeError || REFUSED.test(String((thrown as { readonly code?: unknown } | null)?.code));

/** The error that tells the callers of an engine not to repeat the call. */
export const refusal = (thrown: unknown): RequestError =>
  new RequestError(thrown instanceof Error ? thrown.message : textOf(thrown));
