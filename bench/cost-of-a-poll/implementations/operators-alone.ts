import { EMPTY, expand, Observable, retry, scan, timer } from 'rxjs';
import { jittered, type Implementation } from '../implementation.js';
import type { Report } from '../service.js';

/** `expand`, `retry` and `scan`, each once, around a bare timer and a bare poll: no pipeline of these operators can cost less. */
export const implementation: Implementation = (service, { intervalMs }) => {
  return jobId => {
    const poll$ = new Observable<Report>(subscriber => {
      const wait = setTimeout(() => {
        void service.poll(jobId).then(report => {
          subscriber.next(report);
          subscriber.complete();
        });
      }, jittered(intervalMs));
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
