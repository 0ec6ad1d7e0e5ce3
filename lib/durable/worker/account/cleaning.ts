import {
  catchError,
  EMPTY,
  exhaustMap,
  expand,
  ignoreElements,
  takeWhile,
  timer,
  type Observable,
} from 'rxjs';
import { callEngine } from '../../engine-calls.js';
import type { WorkerDeps } from '../worker-deps.js';

/** How often a worker deletes watches and creates that ended long ago, in ms. */
const EVERY_MS = 600_000;
/** How many rows it deletes at once, so that no statement takes long; and the pause before the next ones, in ms. */
const MOST_ROWS = 1000;
const PAUSE_MS = 100;

/**
 * Deletes watches and creates that ended long ago.
 *
 * *Emits* nothing. Never *completes* or *errors*. *On unsubscribe* stops deleting.
 */
export function cleaning(deps: WorkerDeps): Observable<never> {
  const { scheduler } = deps;
  const { engine, account, keepEndedMs } = deps.worker;
  const clean$ = callEngine(() => engine.clean(account, keepEndedMs, MOST_ROWS), deps);
  return timer(EVERY_MS, EVERY_MS, scheduler).pipe(
    exhaustMap(() =>
      clean$.pipe(
        expand(() => timer(PAUSE_MS, scheduler).pipe(exhaustMap(() => clean$))),
        takeWhile(deleted => deleted > 0),
        catchError(() => EMPTY),
      ),
    ),
    ignoreElements(),
  );
}
