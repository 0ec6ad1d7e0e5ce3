import { shown } from '../../../model/checks.js';

/** A row of a B-tree holds 2 704 bytes (a third of a page): an account and a key of it, with what stands around them. */
const MAX_BYTES = { account: 200, 'job id': 2400, key: 2400 } as const;

const NOT_STORABLE = /\0|\p{Surrogate}/u;

/**
 * Checks a name that becomes part of a primary key.
 *
 * @param doing What cannot be done with it, for the sentence.
 * @throws TypeError where PostgreSQL cannot store it, or would store another one.
 */
export function checkStorable(doing: string, name: keyof typeof MAX_BYTES, value: string): string {
  const most = MAX_BYTES[name];
  if (!isStorable(value)) {
    throw new TypeError(
      `Cannot ${doing}: ${name} must not contain NUL or half a surrogate pair, got ${shown(value)}`,
    );
  }
  const bytes = value.length * 3 > most ? new TextEncoder().encode(value).length : 0;
  if (bytes > most) {
    throw new TypeError(`Cannot ${doing}: ${name} must have at most ${most} bytes in UTF-8, got ${bytes}`);
  }
  return value;
}

/** Can this be a text in PostgreSQL? Names that cannot are simply not there when they are looked for. */
export const isStorable = (value: string): boolean => !NOT_STORABLE.test(value);
