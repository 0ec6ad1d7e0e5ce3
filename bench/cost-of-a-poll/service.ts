import { Observable } from 'rxjs';

export interface Report {
  readonly jobId: string;
  readonly status: string;
}

/** A service in the same process. It reports asynchronously, at almost no cost, that the job is pending. */
export class Service {
  /** Polls served so far. */
  polls = 0;

  async poll(jobId: string): Promise<Report> {
    await undefined;
    this.polls++;
    return { jobId, status: 'pending' };
  }

  poll$(jobId: string): Observable<Report> {
    return new Observable(subscriber => {
      queueMicrotask(() => {
        if (subscriber.closed) return;
        this.polls++;
        subscriber.next({ jobId, status: 'pending' });
        subscriber.complete();
      });
    });
  }

  polls$(jobIds: readonly string[]): Observable<readonly Report[]> {
    return new Observable(subscriber => {
      queueMicrotask(() => {
        if (subscriber.closed) return;
        this.polls += jobIds.length;
        subscriber.next(jobIds.map(jobId => ({ jobId, status: 'pending' })));
        subscriber.complete();
      });
    });
  }
}
