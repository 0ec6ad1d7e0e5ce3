import type { SqlValue } from './database.js';

/** A value for a column of JSON; null for undefined and null. */
export const toJson = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

/** What a column of JSON holds; undefined for null. */
export const fromJson = (value: SqlValue | undefined): unknown =>
  typeof value === 'string' ? (JSON.parse(value) as unknown) : undefined;
