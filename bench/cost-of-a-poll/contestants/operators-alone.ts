import { EMPTY, expand, Observable, retry, scan, timer } from 'rxjs';
import { spread, type Contestant } from '../contestant.js';
import type { Report } from '../service.js';

/** `expand`, `retry` and `scan` around a bare wait and a bare poll, each operator once: no pipeline of them can cost less. */
export const contestant: Contestant = (service, { intervalMs }) => {
  return jobId => {
    const poll$ = new Observable<Report>(subscriber => {
      const wait = setTimeout(() => {
        void service.poll(jobId).then(report => {
          subscriber.next(report);
          subscriber.complete();
        });
      }, spread(intervalMs));
      return () => clearTimeout(wait);
    });
    const watch = poll$
      .pipe(
        expand(({ status }) => (status === 'completed' ? EMPTY : poll$)),
        retry({ delay: () => timer(500) }),
        scan((last, report) => (last.status === report.status ? last : report)),
      )
      .subscribe();
    return () => watch.unsubscribe();
  };
};
