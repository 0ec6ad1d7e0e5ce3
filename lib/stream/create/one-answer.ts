import { Observable, type SchedulerLike } from 'rxjs';
import { NetworkError, toTranslationError } from '../../model/errors.js';
import { longTimer } from '../time/long-timer.js';

/**
 * Holds a transport to its word: one answer, in time, or an error of ours.
 *
 * *Emits* the first answer and *completes*. *Errors* with `NetworkError` (code `'timeout'`) when it does not come in time, and with a
 * `TranslationError` when the transport fails. *On unsubscribe* aborts the request.
 */
export function oneAnswer<T>(
  answer$: Observable<T>,
  limitMs: number,
  scheduler: SchedulerLike,
): Observable<T> {
  return new Observable(subscriber => {
    subscriber.add(
      longTimer(limitMs, scheduler).subscribe(() => {
        subscriber.error(new NetworkError(`No answer within ${limitMs} ms`, { code: 'timeout' }));
      }),
    );
    subscriber.add(
      answer$.subscribe({
        next: answer => {
          subscriber.next(answer);
          subscriber.complete();
        },
        error: (error: unknown) => subscriber.error(toTranslationError(error)),
        complete: () => subscriber.complete(),
      }),
    );
  });
}
