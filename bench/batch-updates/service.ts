import type { StatusReport, Transport } from 'heygen-rx';
import { NEVER, Observable } from 'rxjs';

/** A service in the same process, with a bulk call: asynchronous, at next to no cost. Each of its answers brings news of each job. */
export class Service implements Transport {
  /** Reports made so far. */
  reports = 0;

  create(): Observable<never> {
    return NEVER;
  }

  status(jobId: string): Observable<StatusReport> {
    return later(() => this.#report(jobId));
  }

  statuses(jobIds: readonly string[]): Observable<readonly StatusReport[]> {
    return later(() => jobIds.map(jobId => this.#report(jobId)));
  }

  #report(jobId: string): StatusReport {
    // A progress that never repeats itself, and foretells no end: each report is a change that a user can see.
    return { jobId, status: 'running', progress: ++this.reports * 1e-12 };
  }
}

function later<T>(answer: () => T): Observable<T> {
  return new Observable(subscriber => {
    queueMicrotask(() => {
      if (subscriber.closed) return;
      subscriber.next(answer());
      subscriber.complete();
    });
  });
}
