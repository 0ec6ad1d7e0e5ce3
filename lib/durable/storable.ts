// What all engines can store as the name of a row, so that a program can switch engines.
import { shown, type Check } from '../model/checks.js';
import { RequestError } from '../model/errors.js';

/** The most bytes in UTF-8. An index entry of PostgreSQL may have 2 704 bytes (a third of a page); it holds an account and the name of one of its rows. */
const MAX_BYTES = { account: 200, 'job id': 2400, key: 2400 } as const;

const NOT_STORABLE = /\0|\p{Surrogate}/u;

/** Checks the name of an account. */
export const anAccount: Check = value =>
  typeof value === 'string' && value !== '' && complaintAbout('account', value) === undefined
    ? undefined
    : `must be a string of 1 to ${MAX_BYTES.account} bytes in UTF-8, without NUL or lone surrogates`;

/**
 * Checks a name that becomes part of a primary key.
 *
 * @param doing What cannot be done with it, for the message.
 * @throws TypeError if an engine could not store it, or would change it.
 */
export function checkName(doing: string, name: keyof typeof MAX_BYTES, value: string): string {
  const complaint = complaintAbout(name, value);
  if (complaint !== undefined) throw new TypeError(`Cannot ${doing}: ${name} ${complaint}`);
  return value;
}

/** As `checkName`, for engines. All engines refuse the same names, so that a program can switch engines. @throws RequestError */
export function refuseUnstorable(
  doing: string,
  name: keyof typeof MAX_BYTES,
  values: readonly string[],
): void {
  try {
    for (const value of values) checkName(doing, name, value);
  } catch (thrown) {
    throw new RequestError((thrown as Error).message);
  }
}

/** Can this be the name of a row? If not, no such row can exist. */
export const isStorable = (value: string): boolean => !NOT_STORABLE.test(value);

function complaintAbout(name: keyof typeof MAX_BYTES, value: string): string | undefined {
  if (!isStorable(value)) return `must not contain NUL or lone surrogates, got ${shown(value)}`;
  const most = MAX_BYTES[name];
  const bytes = value.length * 3 > most ? new TextEncoder().encode(value).length : 0;
  return bytes > most ? `must have at most ${most} bytes in UTF-8, got ${bytes}` : undefined;
}
