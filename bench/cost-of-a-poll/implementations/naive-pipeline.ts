import {
  defer,
  distinctUntilChanged,
  EMPTY,
  expand,
  mergeMap,
  ReplaySubject,
  retry,
  scan,
  share,
  timer,
  type Observable,
} from 'rxjs';
import { jittered, type Implementation } from '../implementation.js';
import type { Report } from '../service.js';

interface Snapshot extends Report {
  readonly polls: number;
}

/** The same operators combined in the obvious way: no limiter, no breaker, no time limit, no deadline. */
export const implementation: Implementation = (service, { intervalMs }) => {
  const poll = (jobId: string): Observable<Report> =>
    defer(() => service.poll$(jobId)).pipe(
      retry({ count: 4, delay: (_error, attempt) => timer(jittered(500 * 2 ** (attempt - 1))) }),
    );
  const watch = (jobId: string): Observable<Snapshot> =>
    defer(() =>
      timer(0).pipe(
        mergeMap(() => poll(jobId)),
        expand(report =>
          report.status === 'completed' || report.status === 'error'
            ? EMPTY
            : timer(jittered(intervalMs)).pipe(mergeMap(() => poll(jobId))),
        ),
        scan<Report, Snapshot, undefined>(
          (last: Snapshot | undefined, report) => ({ ...report, polls: (last?.polls ?? 0) + 1 }),
          undefined,
        ),
        distinctUntilChanged((a, b) => a.status === b.status),
      ),
    ).pipe(share({ connector: () => new ReplaySubject(1) }));
  return jobId => {
    const subscription = watch(jobId).subscribe();
    return () => subscription.unsubscribe();
  };
};
