import {
  isNetworkError,
  isProtocolError,
  isRateLimitError,
  isRequestError,
  type TranslationError,
} from '../../model/errors.js';

/** The most jobs in a bulk request that includes this job, after one has failed. `until`: epoch ms. */
export interface BulkLimit {
  readonly most: number;
  readonly until: number;
  /** Whether an answer lifts it: after trouble that need not have been due to the request's size or its jobs. */
  readonly endsWithAnswer: boolean;
}

/** How long a refusal is remembered: 10 minutes, in ms. By then a deployment, or the job that caused it, has likely finished. */
const REMEMBERED_MS = 600_000;

/** What the failure of a bulk request means for the polls in it. */
export type BulkFailure =
  /** It says nothing about any one job: send again at once, with half as many. */
  | 'split'
  /** As in an outage, it costs each poll an attempt. If it persists, half as many are sent together, in case one of the jobs is the cause. */
  | 'fail and split'
  /** The network, or throttling: the number of jobs did not matter. */
  | 'fail';

export function bulkFailureOf(error: TranslationError): BulkFailure {
  if (isRequestError(error)) return 'split';
  if (isProtocolError(error)) return error.code === 'body_too_large' ? 'split' : 'fail and split';
  const isNetwork = isNetworkError(error) && error.code !== 'timeout';
  return isNetwork || isRateLimitError(error) ? 'fail' : 'fail and split';
}

/** The limit of a job after a bulk request for `count` jobs has failed. The first trouble is not attributed to the request. */
export function afterBulkFailure(
  before: BulkLimit | undefined,
  failure: Exclude<BulkFailure, 'fail'>,
  count: number,
  now: number,
): BulkLimit {
  const isFirstTrouble = failure === 'fail and split' && before === undefined;
  return {
    most: isFirstTrouble ? Infinity : Math.max(1, Math.floor(count / 2)),
    until: now + REMEMBERED_MS,
    endsWithAnswer: failure === 'fail and split',
  };
}

export const limitAt = (limit: BulkLimit | undefined, now: number): number =>
  limit !== undefined && now < limit.until ? limit.most : Infinity;

export const afterAnswer = (limit: BulkLimit | undefined): BulkLimit | undefined =>
  limit?.endsWithAnswer === true ? undefined : limit;

/** How often a service has answered that it has no bulk call, and until when that counts: epoch ms. */
export interface BulkDenial {
  readonly times: number;
  readonly until: number;
}

/** The first time it could be a misrouted proxy; the second time it counts for as long as a refusal. */
export function denied(before: BulkDenial | undefined, now: number): BulkDenial {
  const times = (before?.times ?? 0) + 1;
  return { times, until: times >= 2 ? now + REMEMBERED_MS : now };
}
