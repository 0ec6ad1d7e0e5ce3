import { shown } from '../model/checks.js';

/** What is wrong with a key of at most `most` characters; undefined if it is valid. HeyGen's reference allows these characters. */
export const keyComplaint = (key: unknown, most: number): string | undefined =>
  typeof key === 'string' && key.length <= most && /^[\w:.-]+$/.test(key)
    ? undefined
    : `must be 1 to ${most} characters of A-Z a-z 0-9 _ - : .`;

/**
 * Checks a key against the characters that HeyGen's reference allows.
 *
 * @throws TypeError for a key that a service would refuse or misread.
 */
export function checkIdempotencyKey(key: unknown): string {
  const complaint = keyComplaint(key, 255);
  if (complaint === undefined) return key as string;
  throw new TypeError(`Cannot create a job: the idempotency key ${complaint}, got ${shown(key)}`);
}

/** 128 random bits from the platform, not from the injected `random`: two runs with one seed are still two creates. */
export function mintKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
