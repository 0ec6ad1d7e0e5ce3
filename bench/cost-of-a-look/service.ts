import { Observable } from 'rxjs';

export interface Report {
  readonly jobId: string;
  readonly status: string;
}

/** A service in the same process: it answers asynchronously, at next to no cost, that the job is pending. */
export class Service {
  /** Looks answered so far. */
  looks = 0;

  async look(jobId: string): Promise<Report> {
    await undefined;
    this.looks++;
    return { jobId, status: 'pending' };
  }

  look$(jobId: string): Observable<Report> {
    return new Observable(subscriber => {
      queueMicrotask(() => {
        if (subscriber.closed) return;
        this.looks++;
        subscriber.next({ jobId, status: 'pending' });
        subscriber.complete();
      });
    });
  }

  looks$(jobIds: readonly string[]): Observable<readonly Report[]> {
    return new Observable(subscriber => {
      queueMicrotask(() => {
        if (subscriber.closed) return;
        this.looks += jobIds.length;
        subscriber.next(jobIds.map(jobId => ({ jobId, status: 'pending' })));
        subscriber.complete();
      });
    });
  }
}
