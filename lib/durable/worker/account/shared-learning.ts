import { catchError, EMPTY, exhaustMap, ignoreElements, tap, timer, type Observable } from 'rxjs';
import type { ObservedJob, PollingStrategy } from '../../../policy/polling/polling-strategy.js';
import type { DurableEngine } from '../../engine/engine.js';
import { callEngine, failed, type EngineCallDeps } from '../../engine-calls.js';

/** How often a worker reads what all workers have observed, in ms. */
const EVERY_MS = 10_000;

/**
 * Feeds a schedule the durations that all workers of an account have observed, including this one.
 *
 * *Emits* nothing. Never *completes* or *errors*. *On unsubscribe* stops reading.
 */
export function sharedLearning(
  learner: PollingStrategy,
  engine: DurableEngine,
  account: string,
  deps: EngineCallDeps,
): Observable<never> {
  let cursor: string | undefined;
  /** `record` of a custom schedule may throw, or return a promise that rejects. */
  const learn = async (job: ObservedJob): Promise<void> => {
    try {
      await (learner.record?.(job) as unknown);
    } catch (thrown) {
      deps.onError(failed('`record` of a schedule', thrown));
    }
  };
  return timer(0, EVERY_MS, deps.scheduler).pipe(
    exhaustMap(() =>
      callEngine(() => engine.readObserved(account, cursor), deps).pipe(catchError(() => EMPTY)),
    ),
    tap(page => {
      ({ cursor } = page);
      for (const job of page.jobs) void learn(job);
    }),
    ignoreElements(),
  );
}
