/** The most jobs in a bulk request that includes this job, after one has failed. `until`: epoch ms. */
export interface BulkLimit {
  readonly most: number;
  readonly until: number;
  /** Whether an answer lifts it: after trouble that need not have been due to the request's size or its jobs. */
  readonly endsWithAnswer: boolean;
}

/** How long a refusal is remembered: 10 minutes, in ms. By then a deployment, or the job that caused it, has likely finished. */
export const REMEMBERED_MS = 600_000;

/** The limit of a job after a bulk request for `count` jobs has failed. The first trouble is not attributed to the request. */
export function afterBulkFailure(
  before: BulkLimit | undefined,
  failure: 'split' | 'fail and split',
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
