import { catchError, defer, EMPTY, exhaustMap, map, timer, type Observable } from 'rxjs';
import type { EngineStats } from '../engine/engine.js';
import { callEngine } from '../engine-calls.js';
import type { WorkerDeps } from './worker-deps.js';

/** Figures of an account, and of the worker that reports them. */
export interface WorkerStats extends EngineStats {
  /** Requests a second that this worker has sent since its last figures. */
  readonly requestsPerSecond: number;
}

/** How often figures are read, in ms. */
const STATS_EVERY_MS = 5000;

/**
 * The figures of a worker.
 *
 * *Emits* on subscription and every 5 s, as long as the engine answers. Never *completes* or *errors*. *On unsubscribe* reads no more.
 *
 * @param sent How many requests the worker has sent so far.
 */
export function workerStats(sent: () => number, deps: WorkerDeps): Observable<WorkerStats> {
  return defer(() => {
    const { worker, clock, scheduler } = deps;
    let before = { sent: sent(), at: clock.now() };
    return timer(0, STATS_EVERY_MS, scheduler).pipe(
      exhaustMap(() =>
        callEngine(() => worker.engine.stats(worker.account), deps).pipe(catchError(() => EMPTY)),
      ),
      map(stats => {
        const now = { sent: sent(), at: clock.now() };
        const seconds = Math.max(1, now.at - before.at) / 1000;
        const requestsPerSecond = (now.sent - before.sent) / seconds;
        before = now;
        return { ...stats, requestsPerSecond };
      }),
    );
  });
}
