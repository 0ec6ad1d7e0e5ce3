import { Observable } from 'rxjs';
import {
  NetworkError,
  RateLimitError,
  ServerError,
  type JobId,
  type StatusReport,
  type Transport,
} from 'heygen-rx';
import type { VirtualScheduler } from '../scheduler/virtual-scheduler.js';

export interface SoakTransport extends Transport {
  /** Jobs polled, each of a bulk request counted. */
  readonly polls: number;
  readonly open: number;
}

const LATENCY_MS = 20;
/** One poll in so many settles its job. */
const SETTLES = 60;
/** One request in so many goes wrong. */
const FAILS = 20;

/** A service in memory that mostly goes well, and remembers no job. */
export function soakTransport(scheduler: VirtualScheduler, random: () => number): SoakTransport {
  let polls = 0;
  let open = 0;
  let made = 0;
  const oneIn = (count: number): boolean => random() * count < 1;
  const fault = (): unknown => {
    const kinds = [
      () => new NetworkError('reset', { code: 'ECONNRESET' }),
      () => new ServerError('oops', { status: 500 }),
      () => new RateLimitError('too many', { retryAfterMs: 50 }),
    ];
    return kinds[Math.floor(random() * kinds.length)]!();
  };
  const report = (jobId: JobId): StatusReport => {
    polls++;
    if (oneIn(SETTLES)) return { jobId, status: 'completed', result: {} };
    return { jobId, status: oneIn(4) ? 'pending' : 'running' };
  };
  const send = <T>(answer: () => T): Observable<T> =>
    new Observable(subscriber => {
      open++;
      const isHung = oneIn(1000);
      if (!isHung) {
        subscriber.add(
          scheduler.later(LATENCY_MS, () => {
            if (oneIn(FAILS)) subscriber.error(fault());
            else {
              subscriber.next(answer());
              subscriber.complete();
            }
          }),
        );
      }
      return () => open--;
    });
  return {
    get polls() {
      return polls;
    },
    get open() {
      return open;
    },
    create: () => send(() => `made-${++made}`),
    status: jobId => send(() => report(jobId)),
    statuses: jobIds => send(() => jobIds.map(report)),
  };
}
