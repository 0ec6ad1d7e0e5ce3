import { shown } from './checks.js';
import type { JobId } from './job.js';

/** Twice as long as the longest ids of known services: Google's operation names and Amazon's ARNs. */
const MAX_LENGTH = 2048;

/** Can this be the id of a job of any service? */
export function isJobId(id: unknown): id is JobId {
  return typeof id === 'string' && id !== '' && id.length <= MAX_LENGTH;
}

/**
 * Checks the id of a job, of any service.
 *
 * @param doing What cannot be done without it, for the message.
 * @throws TypeError for anything but a string of 1 to 2048 characters.
 */
export function checkJobId(id: unknown, doing = 'poll'): JobId {
  if (isJobId(id)) return id;
  throw new TypeError(
    `Cannot ${doing}: job id must be a string of 1 to ${MAX_LENGTH} characters, got ${shown(id)}`,
  );
}

const PLAIN = /^[A-Za-z0-9._:~-]{1,255}$/;

/** Can this be the id of a job of a service over HTTP? It becomes part of a path, in which `.` and `..` have a meaning. */
export function isHttpJobId(id: unknown): id is JobId {
  return typeof id === 'string' && PLAIN.test(id) && id !== '.' && id !== '..';
}

/**
 * Checks the id of a job of a service over HTTP.
 *
 * @param doing What cannot be done without it, for the message.
 * @throws TypeError for anything else.
 */
export function checkHttpJobId(id: unknown, doing = 'poll'): JobId {
  if (isHttpJobId(id)) return id;
  const bound =
    id === '.' || id === '..'
      ? 'must not be . or ..'
      : 'must be 1 to 255 characters of A-Z a-z 0-9 . _ : ~ -';
  throw new TypeError(`Cannot ${doing}: job id ${bound}, got ${shown(id)}`);
}
