import {
  combineLatest,
  defer,
  distinctUntilChanged,
  EMPTY,
  map,
  merge,
  type Observable,
  of,
  tap,
} from 'rxjs';
import { shareCurrent } from './share-current.js';

/** A signal that has nothing to say at once starts with false; one that has is not preceded by it. */
function startingNow(signal$: Observable<boolean>): Observable<boolean> {
  return defer(() => {
    let told = false;
    return merge(
      signal$.pipe(tap(() => (told = true))),
      defer(() => (told ? EMPTY : of(false))),
    );
  });
}

/**
 * Combines signals into the `paused$` of a client or of one watch: paused while any of them is true.
 *
 * ```ts
 * const client = new TranslationClient({ baseUrl, paused$: pauseWhen(hidden$, offline$) });
 * ```
 *
 * A paused watch sends nothing, and its deadline goes on. Do not pause what must go on unseen.
 *
 * *Emits* the current answer at once, then each change. A signal that has not spoken yet counts as false.
 * *Completes* when all signals have; a signal that completed goes on counting with its last word.
 * *Errors* with the first signal that does.
 * *On unsubscribe* the last one leaves all signals.
 *
 * @throws TypeError when there is no signal.
 */
export function pauseWhen(...signals$: readonly Observable<boolean>[]): Observable<boolean> {
  if (signals$.length === 0) throw new TypeError('Cannot pause: at least one signal is needed, got none');
  return combineLatest(signals$.map(startingNow)).pipe(
    map(answers => answers.includes(true)),
    distinctUntilChanged(),
    shareCurrent(),
  );
}
