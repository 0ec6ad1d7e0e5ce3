import { catchError, EMPTY, exhaustMap, map, pairwise, startWith, timer, type Observable } from 'rxjs';
import type { EngineStats } from '../../engine/stats.js';
import { callEngine } from '../../engine-calls.js';
import type { WorkerDeps } from '../worker-deps.js';

/** The statistics of an account and of one worker. */
export interface WorkerStats extends EngineStats {
  /** Requests per second that this worker has sent since the previous statistics. */
  readonly requestsPerSecond: number;
}

/** How often statistics are read, in ms. */
const STATS_EVERY_MS = 5000;

/**
 * The statistics of a worker, from the call on.
 *
 * *Emits* on subscription and every 5 s, while the engine responds. Never *completes* or *errors*. *On unsubscribe* stops reading.
 *
 * @param sent Returns how many requests the worker has sent.
 */
export function workerStats(sent: () => number, deps: WorkerDeps): Observable<WorkerStats> {
  const { worker, clock, scheduler } = deps;
  const count = (): Count => ({ sent: sent(), at: clock.now() });
  const stats$ = callEngine(() => worker.engine.stats(worker.account), deps).pipe(catchError(() => EMPTY));
  return timer(0, STATS_EVERY_MS, scheduler).pipe(
    exhaustMap(() => stats$),
    map(stats => ({ stats, count: count() })),
    startWith({ stats: undefined, count: count() }),
    pairwise(),
    map(([before, { stats, count: now }]) => ({
      ...stats!,
      requestsPerSecond: rateBetween(before.count, now),
    })),
  );
}

/** How many requests the worker had sent by then. */
interface Count {
  readonly sent: number;
  readonly at: number;
}

const rateBetween = (before: Count, now: Count): number =>
  (1000 * (now.sent - before.sent)) / Math.max(1, now.at - before.at);
