import type { JobId } from './job.js';

const JOB_ID = /^[A-Za-z0-9._:~-]{1,255}$/;

/** Can this be the id of a job? Ids go into paths, so a dot or two, which would climb, cannot. */
export function isJobId(id: unknown): id is JobId {
  return typeof id === 'string' && JOB_ID.test(id) && id !== '.' && id !== '..';
}

/**
 * Hands an id back that can be the id of a job.
 *
 * @param doing What cannot be done without it, for the sentence.
 * @throws TypeError for anything else.
 */
export function checkJobId(id: unknown, doing = 'ask for a job'): JobId {
  if (isJobId(id)) return id;
  const bound =
    id === '.' || id === '..'
      ? 'must not be . or ..'
      : 'must be 1 to 255 characters of A-Z a-z 0-9 . _ : ~ -';
  throw new TypeError(`Cannot ${doing}: job id ${bound}, got ${shown(id)}`);
}

function shown(id: unknown): string {
  if (typeof id !== 'string') return id === null ? 'null' : typeof id;
  return JSON.stringify(id.length > 60 ? `${id.slice(0, 60)}...` : id);
}
