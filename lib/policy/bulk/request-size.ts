import type { JobId } from '../../model/job.js';
import type { BulkCall } from './bulk-call.js';

/** The most ids in one bulk request, unless the transport's `bulkLimit` is lower. */
const MOST_JOBS = 100;

/** The most characters of ids in one request: the URL then stays below the 8 KB that servers accept. */
const MOST_CHARACTERS = 6000;

/** The most ids in one bulk request, by a transport's `bulkLimit`: a whole number from 1; 100 if it has none, or an invalid one. */
export const mostPerRequest = (bulkLimit: unknown): number =>
  typeof bulkLimit === 'number' && !Number.isNaN(bulkLimit)
    ? // More ids than that never fit; and a limit of `Infinity` becomes a number.
      Math.floor(Math.min(Math.max(1, bulkLimit), MOST_CHARACTERS))
    : MOST_JOBS;

/** The characters that an id takes in a URL, with an encoded comma. */
export const charactersOf = (jobId: JobId): number => jobId.length + 3;

/** How many jobs may share a request to a transport: one if it has no bulk call, if reading the property throws, or if its service turned out to have none. */
export function jobsPerRequest(
  transport: { readonly statuses?: unknown; readonly bulkLimit?: unknown },
  { deniedUntil }: BulkCall,
  now: number,
): number {
  if (now < deniedUntil) return 1;
  try {
    return typeof transport.statuses === 'function' ? mostPerRequest(transport.bulkLimit) : 1;
  } catch {
    return 1;
  }
}

/** How many jobs may be in the next request. The probe of an open circuit is for one job, so it succeeds even if only the bulk call fails. */
export const jobsInNext = (perRequest: number, isCircuitClosed: boolean): number =>
  isCircuitClosed ? perRequest : 1;

/** Would one more job be too many for a request with `count` jobs? The first never is. */
export const isTooMuch = (count: number, most: number, characters: number): boolean =>
  count > 0 && (count >= most || characters > MOST_CHARACTERS);

/** How many of these, from the first on, fit into one URL: at least one. */
export function countThatFits(jobIds: readonly JobId[]): number {
  let characters = 0;
  const tooMany = jobIds.findIndex((jobId, index) => {
    characters += charactersOf(jobId);
    return isTooMuch(index, Infinity, characters);
  });
  return tooMany === -1 ? jobIds.length : tooMany;
}
