import { EMPTY, expand, Observable, retry, scan, startWith } from 'rxjs';
import { isSettledStatus, type JobId, type JobSnapshot } from '../../model/job.js';
import type { ResolvedPolling } from '../../options/resolve.js';
import { isNews, type Standing } from '../../policy/watch/standing.js';
import type { Signal } from './signals.js';
import { WatchRun, type WatchDeps } from './watch-run.js';

/** What is the same for all jobs that one call watches. */
export interface WatchTerms {
  readonly polling: ResolvedPolling;
  readonly emit?: 'changes' | 'polls';
  readonly key?: string | undefined;
  readonly videoSeconds?: number;
  readonly signals?: readonly Signal[];
}

/** One watch: which job, on what terms. */
export interface WatchPlan {
  readonly jobId: JobId;
  readonly terms: WatchTerms;
  /** At once, since the job may be long done; or after a first wait, since it has only just been created. */
  readonly firstPoll: 'at-once' | 'after-wait';
  /** When the job was created, where that is known: epoch ms. */
  readonly createdAt?: number | undefined;
  /** From when the deadline counts: epoch ms. Absent: from the subscription. */
  readonly startedAt?: number;
}

/**
 * Watches one job: a wait, a poll, and again, until the service has spoken its last word.
 *
 * ```text
 * timer -> poll -> expand: settled ? EMPTY : timer -> poll ... -> retry -> scan into snapshots
 * ```
 *
 * *Emits* at every polls: a new snapshot when something a user can see has changed (or always, with `emit: 'polls'`), else the same one again, which
 * `shareLatest` tells once. *Completes* after a settled one. *Errors* with
 * `TimeoutError` at the deadline, and with whatever final error the service gives; each carries the job's id and last snapshot.
 * *On unsubscribe* stops timer and request at once. The job itself goes on.
 */
export function watchJob(plan: WatchPlan, deps: WatchDeps): Observable<JobSnapshot> {
  return new Observable(subscriber => {
    const { openStreams } = deps;
    const run = new WatchRun(plan, deps, subscriber);
    if (openStreams.closed !== undefined) {
      run.error(openStreams.closed);
      return;
    }
    openStreams.add(run);
    subscriber.add(run);
    const { created, poll$ } = run;
    const snapshot$ = poll$.pipe(
      expand(({ status }) => (isSettledStatus(status) ? EMPTY : poll$)),
      // A poll that failed is tried again, and changes nothing: the run knows where the watch stands.
      retry({ delay: thrown => run.afterFailure(thrown) }),
      scan<Standing, JobSnapshot, JobSnapshot | undefined>(
        (last, standing) =>
          last === undefined || plan.terms.emit === 'polls' || isNews(last, standing)
            ? run.snapshot(last)
            : last,
        created,
      ),
    );
    (created === undefined ? snapshot$ : snapshot$.pipe(startWith(created))).subscribe(subscriber);
  });
}
