import { textOf } from '../../../model/checks.js';
import { RequestError } from '../../../model/errors.js';

/** The classes of SQLSTATE for what fails however often it is tried: data exceptions, such as a character that the database's encoding lacks, and limits of a statement. */
const REFUSED = /^(22|54)...$/;

/** Whether a statement would fail again. A `RangeError`: it is longer than a string can be. */
export const isRefused = (thrown: unknown): boolean =>
  thrown instanceof RangeError || REFUSED.test(String((thrown as { readonly code?: unknown } | null)?.code));

/** Tells the callers of an engine that it is no use to repeat the call. */
export const refusal = (thrown: unknown): RequestError =>
  new RequestError(thrown instanceof Error ? thrown.message : textOf(thrown));
