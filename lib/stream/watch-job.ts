import { defer, EMPTY, expand, Observable, retry, scan, startWith } from 'rxjs';
import type { JobId, JobSnapshot } from '../model/job.js';
import type { StatusReport } from '../model/status-report.js';
import type { ResolvedPolling } from '../options.js';
import type { Signal } from './signals.js';
import { WatchRun, type WatchDeps } from './watch-run.js';

/** What is the same for all jobs that one call watches. */
export interface WatchTerms {
  readonly polling: ResolvedPolling;
  readonly emit?: 'changes' | 'looks';
  readonly key?: string | undefined;
  readonly videoSeconds?: number;
  readonly signals?: readonly Signal[];
}

/** One watch: which job, on what terms. */
export interface WatchPlan {
  readonly jobId: JobId;
  readonly terms: WatchTerms;
  /** At once, since the job may be long done; or after a first wait, since it has only just been created. */
  readonly firstLook: 'at-once' | 'after-wait';
  /** When the job was created, where that is known: epoch ms. */
  readonly createdAt?: number | undefined;
  /** From when the deadline counts: epoch ms. Absent: from the subscription. */
  readonly startedAt?: number;
}

/**
 * Watches one job: a wait, a look, and again, until the service has spoken its last word.
 *
 * ```text
 * timer -> look -> expand: settled ? EMPTY : timer -> look ... -> scan into snapshots -> distinct
 * ```
 *
 * *Emits* a snapshot whenever something a user can see has changed (or at every look). *Completes* after a settled one. *Errors* with
 * `TimeoutError` at the deadline, and with whatever final error the service gives; each carries the job's id and last snapshot.
 * *On unsubscribe* stops timer and request at once. The job itself goes on.
 */
export function watchJob(plan: WatchPlan, deps: WatchDeps): Observable<JobSnapshot> {
  return new Observable<JobSnapshot>(subscriber => {
    const run = new WatchRun(plan, deps);
    subscriber.add(run);
    const { created } = run;
    const snapshot$ = defer(() => run.nextLook()).pipe(
      expand(() => (run.isSettled ? EMPTY : run.nextLook())),
      // A look that failed is tried again, and changes nothing further down.
      retry({ delay: error => run.afterFailure(error) }),
      scan<StatusReport, JobSnapshot, JobSnapshot | undefined>(
        (last, report) => run.afterReport(report, last),
        created,
      ),
    );
    return (created === undefined ? snapshot$ : snapshot$.pipe(startWith(created))).subscribe(subscriber);
  });
}
