import type { StatusReport, Transport } from 'heygen-rx';
import { NEVER, Observable } from 'rxjs';

/** A service in the same process, with bulk requests. It responds asynchronously, at almost no cost, and every response shows a change of every job. */
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
    // Progress that never repeats and is too small to predict an end: each report is a visible change.
    return { jobId, status: 'running', progress: ++this.reports * 1e-12 };
  }
}

function later<T>(respond: () => T): Observable<T> {
  return new Observable(subscriber => {
    queueMicrotask(() => {
      if (subscriber.closed) return;
      subscriber.next(respond());
      subscriber.complete();
    });
  });
}
