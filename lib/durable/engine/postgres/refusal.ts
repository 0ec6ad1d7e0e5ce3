import { textOf } from '../../../model/checks.js';
import { RequestError } from '../../../model/errors.js';
import { OTHER_SERVICE } from '../../policy/engine/gate.js';

/** The SQLSTATE of a schema that a newer version of this library has made. */
export const NEWER = 'HRX01';

/** The codes of errors, by the SQLSTATEs that `migrations/` raise. */
const REFUSAL_CODES: Partial<Record<string, string>> = {
  [NEWER]: 'unusable_database',
  HRX02: OTHER_SERVICE,
  HRX03: 'unusable_database',
};

/** The classes of SQLSTATE for calls that always fail: data exceptions, such as a character that the database's encoding lacks, broken constraints, exceeded limits, and `NEWER`. */
const REFUSED = /^(22|23|54|HR)...$/;

/** Would the statement fail again? A `RangeError` means that its parameters are longer than a string can be. */
export const isRefused = (thrown: unknown): boolean =>
  thrown instanceof RangeError || REFUSED.test(codeOf(thrown));

/** The SQLSTATE where the schema, a table, or a function is not there: it was dropped, perhaps to restore a backup. */
const MISSING = /^(3F000|42P01|42883)$/;

/** Has the schema been dropped, so that the migrations have to be run again? */
export const isMissing = (thrown: unknown): boolean => MISSING.test(codeOf(thrown));

/** The error that tells the callers of an engine not to repeat the call. It has a code if the reason is not what they passed. */
export const refusal = (thrown: unknown): RequestError =>
  new RequestError(thrown instanceof Error ? thrown.message : textOf(thrown), {
    code: REFUSAL_CODES[codeOf(thrown)],
  });

const codeOf = (thrown: unknown): string => String((thrown as { readonly code?: unknown } | null)?.code);
