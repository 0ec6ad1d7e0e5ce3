import { NEVER, switchMap, timer, type Observable, type SchedulerLike } from 'rxjs';

/** The longest wait that a platform timer keeps: at 2^31 ms and beyond it fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * `timer` for a wait of any length; `Infinity` never comes.
 *
 * *Emits* once, when the wait is over. *Completes* then. *On unsubscribe* no timer remains.
 */
export function longTimer(waitMs: number, scheduler: SchedulerLike): Observable<0> {
  if (waitMs <= LONGEST_MS) return timer(waitMs, scheduler);
  if (waitMs === Infinity) return NEVER;
  return timer(LONGEST_MS, scheduler).pipe(switchMap(() => longTimer(waitMs - LONGEST_MS, scheduler)));
}
