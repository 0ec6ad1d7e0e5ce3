// Columns of JSON. Each holds an object or an array.
import { textOf } from '../../model/checks.js';
import { RequestError } from '../../model/errors.js';

/** A value as text for the column: ASCII, so that a database of any encoding can store it; null for undefined and null. @throws RequestError for a value that JSON cannot hold. */
export function toJson(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  try {
    return JSON.stringify(value).replaceAll(/[^\0-\x7f]/g, escaped);
  } catch (thrown) {
    throw new RequestError(`Cannot store a value as JSON: ${textOf(thrown)}`);
  }
}

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The value of the column, from a driver that gives it parsed or as text; `undefined` for null. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what was stored
export const fromJson = <T>(value: unknown): T | undefined =>
  value === null || value === undefined
    ? undefined
    : ((typeof value === 'string' ? JSON.parse(value) : value) as T);
