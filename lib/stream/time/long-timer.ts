import { NEVER, switchMap, timer, type Observable, type SchedulerLike } from 'rxjs';

/** The longest delay of a platform timer, in ms; with a longer one it fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * `timer` for a delay of any length; with `Infinity` it never fires.
 *
 * *Emits* once, after the delay, and *completes*. Never *errors*. *On unsubscribe* no timer remains.
 */
export function longTimer(waitMs: number, scheduler: SchedulerLike): Observable<0> {
  if (waitMs <= LONGEST_MS) return timer(waitMs, scheduler);
  if (waitMs === Infinity) return NEVER;
  return timer(LONGEST_MS, scheduler).pipe(switchMap(() => longTimer(waitMs - LONGEST_MS, scheduler)));
}
