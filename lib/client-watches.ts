import type { Observable } from 'rxjs';
import type { ClientParts } from './client-parts.js';
import type { JobId, JobSnapshot } from './model/job.js';
import { isEmpty } from './model/present.js';
import { shareLatest } from './stream/share-latest.js';
import type { WatchTerms } from './stream/watch/watch-terms.js';
import type { WatchPlan } from './stream/watch/watch-job.js';

/**
 * A watch of one job. Without options, it is shared by all watches of the same job; with options of its own, it is not.
 *
 * @param options Those that the call was given.
 */
export function clientWatch(
  parts: ClientParts,
  { jobId, terms, firstPoll, createdAt, startedAt }: WatchPlan,
  options: object,
): Observable<JobSnapshot> {
  const notFoundUntil = parts.shared.recentJobs.notFoundUntil(jobId);
  // Field by field: as a spread, the plan of each waiting watch is 260 bytes larger (`bench/cost-of-a-poll`).
  const plan = { jobId, terms, firstPoll, createdAt, startedAt, notFoundUntil };
  return isEmpty(options) ? parts.sharedWatch(plan) : parts.source.watchJob(plan).pipe(shareLatest());
}

/** Watches jobs that one call has created: the first watch of a job polls it after an interval, any later one at once. */
export function newJobWatcher(
  parts: ClientParts,
  terms: WatchTerms,
  options: object,
): (jobId: JobId, startedAt: number) => Observable<JobSnapshot> {
  const { timers } = parts.shared;
  const creations = new Map<JobId, number>();
  return (jobId, startedAt) => {
    const firstPoll = creations.has(jobId) ? 'at-once' : 'after-interval';
    const createdAt = creations.get(jobId) ?? timers.now();
    creations.set(jobId, createdAt);
    return clientWatch(parts, { jobId, terms, firstPoll, createdAt, startedAt }, options);
  };
}
