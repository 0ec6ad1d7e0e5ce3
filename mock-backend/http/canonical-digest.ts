import { createHash } from 'node:crypto';

/** A digest of a JSON value that does not depend on the order of its fields or on white space. */
export const canonicalDigest = (value: object): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_key, inner: unknown) => sorted(inner)))
    .digest('hex');

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
