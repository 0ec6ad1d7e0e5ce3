import {
  isNetworkError,
  isProtocolError,
  isRateLimitError,
  isRequestError,
  type TranslationError,
} from '../../model/errors.js';

/** With how many others one job may be asked for, after a bulk request for it has failed. `until`: epoch ms. */
export interface BulkLimit {
  readonly most: number;
  readonly until: number;
  /** Whether an answer lifts it: after trouble that may have had nothing to do with the request's size or its jobs. */
  readonly endsWithAnswer: boolean;
}

/** How long a refusal is remembered: 10 minutes, in ms. By then a deployment, or the job that was to blame, is likely gone. */
const REMEMBERED_MS = 600_000;

/** What a bulk request that failed means for the polls in it. */
export type BulkFailure =
  /** It speaks of no single job: ask again at once, for half as many. */
  | 'split'
  /** As in an outage, it costs each poll an attempt. If it goes on, half as many go together, in case one of the jobs is to blame. */
  | 'fail and split'
  /** The network, or a throttle: how many were asked for did not matter. */
  | 'fail';

export function bulkFailureOf(error: TranslationError): BulkFailure {
  if (isRequestError(error)) return 'split';
  if (isProtocolError(error)) return error.code === 'body_too_large' ? 'split' : 'fail and split';
  return isNetworkError(error) || isRateLimitError(error) ? 'fail' : 'fail and split';
}

/** The limit of a job after a bulk request for `count` jobs has failed. Trouble is not blamed on the request before it has come twice. */
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

export const limitAt = (limit: BulkLimit, now: number): number => (now < limit.until ? limit.most : Infinity);

export const afterAnswer = (limit: BulkLimit | undefined): BulkLimit | undefined =>
  limit?.endsWithAnswer === true ? undefined : limit;

/** How often a service has said that it has no bulk call, and until when it is believed: epoch ms. */
export interface BulkDenial {
  readonly times: number;
  readonly until: number;
}

/** Once could be a proxy that was misled; the second time it is believed, for as long as a refusal. */
export function denied(before: BulkDenial | undefined, now: number): BulkDenial {
  const times = (before?.times ?? 0) + 1;
  return { times, until: times >= 2 ? now + REMEMBERED_MS : now };
}
