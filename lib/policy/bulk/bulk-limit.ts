import type { BulkFailure } from './bulk-failure.js';

/** The most jobs in a bulk request that includes this job, after one has failed. `until`: epoch ms. */
export interface BulkLimit {
  readonly most: number;
  readonly until: number;
  /** Whether a success lifts it: so it is if the failure may have had nothing to do with the size or the jobs of the request. */
  readonly endsWithAnswer: boolean;
}

/** How long a refusal is remembered: 10 minutes, in ms. By then a deployment, or the job that caused it, has likely finished. */
export const REMEMBERED_MS = 600_000;

/** A job's place in a bulk request for `count` jobs. */
export interface BulkPlace {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

/**
 * The limit of a job after a bulk request has failed: half as many, if the number of jobs may matter. A first outage is not attributed to the request. If it persists,
 * the first job is polled alone, to see whether single requests succeed.
 */
export function afterBulkFailure(
  before: BulkLimit | undefined,
  failure: BulkFailure,
  { index, count }: BulkPlace,
  now: number,
): BulkLimit | undefined {
  const isTrouble = failure === 'fail and split';
  if (!isTrouble && failure !== 'split') return before;
  const fewer = isTrouble && index === 0 ? 1 : Math.max(1, Math.floor(count / 2));
  return {
    most: isTrouble && before === undefined ? Infinity : fewer,
    until: now + REMEMBERED_MS,
    endsWithAnswer: isTrouble,
  };
}

/** The most jobs that may be in a bulk request with this one now; `Infinity` if nothing limits them. */
export const limitAt = (limit: BulkLimit | undefined, now: number): number =>
  limit !== undefined && now < limit.until ? limit.most : Infinity;

/** The limit of a job once it has a report. */
export const afterAnswer = (limit: BulkLimit | undefined): BulkLimit | undefined =>
  limit?.endsWithAnswer === true ? undefined : limit;
