import {
  combineLatest,
  defer,
  distinctUntilChanged,
  EMPTY,
  isObservable,
  map,
  merge,
  type Observable,
  of,
  tap,
} from 'rxjs';
import { shown } from '../model/checks.js';
import { shareCurrent } from './share-current.js';

/** The signal, preceded by false if it emits nothing on subscription. */
function startingNow(signal$: Observable<boolean>): Observable<boolean> {
  return defer(() => {
    let hasEmitted = false;
    return merge(
      signal$.pipe(tap(() => (hasEmitted = true))),
      defer(() => (hasEmitted ? EMPTY : of(false))),
    );
  });
}

/**
 * Combines signals into the `paused$` of a client or of one watch: paused while any of them is true.
 *
 * A paused watch sends nothing; if its deadline passes meanwhile, it polls once more when it resumes. Do not use `hidden$` for jobs that must be followed in the background.
 *
 * *Emits* the current state at once, then each change. A signal that has not emitted yet counts as false.
 * *Completes* when all signals have; the last value of a completed signal still counts.
 * *Errors* with the first signal that does.
 * *On unsubscribe* by the last subscriber unsubscribes from all signals.
 *
 * @throws TypeError if there is no signal, or one is not an Observable.
 * @example
 * const client = new TranslationClient({ baseUrl, paused$: pauseWhen(hidden$, offline$) });
 */
export function pauseWhen(...signals$: readonly Observable<boolean>[]): Observable<boolean> {
  if (signals$.length === 0) throw new TypeError('Cannot pause: at least one signal is needed, got none');
  const wrong = signals$.findIndex(signal$ => !isObservable(signal$));
  if (wrong >= 0) {
    throw new TypeError(`Cannot pause: each signal must be an Observable, got ${shown(signals$[wrong])}`);
  }
  return combineLatest(signals$.map(startingNow)).pipe(
    map(states => states.includes(true)),
    distinctUntilChanged(),
    shareCurrent(),
  );
}
