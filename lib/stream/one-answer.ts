import { Observable, type Observer, type Subscriber } from 'rxjs';
import { NetworkError, toTranslationError } from '../model/errors.js';
import type { Timetable, Waiter } from './timetable.js';

/**
 * Holds a transport to its word: one answer, in time, or an error of ours.
 *
 * *Emits* the first answer and *completes*. *Errors* with `NetworkError` (code `'timeout'`) when it does not come in time, and with a
 * `TranslationError` when the transport fails. *On unsubscribe* aborts the request.
 */
export function oneAnswer<T>(answer$: Observable<T>, limitMs: number, timetable: Timetable): Observable<T> {
  return new Observable(subscriber => {
    const awaited = new AwaitedAnswer(subscriber, limitMs, timetable);
    subscriber.add(awaited);
    subscriber.add(answer$.subscribe(awaited));
  });
}

class AwaitedAnswer<T> implements Observer<T>, Waiter {
  dueAt = 0;
  order = 0;
  place = -1;

  constructor(
    private readonly subscriber: Subscriber<T>,
    private readonly limitMs: number,
    private readonly timetable: Timetable,
  ) {
    timetable.set(this, limitMs);
  }

  next(answer: T): void {
    this.subscriber.next(answer);
    this.subscriber.complete();
  }

  error(error: unknown): void {
    this.subscriber.error(toTranslationError(error));
  }

  complete(): void {
    this.subscriber.complete();
  }

  goOff(): void {
    this.subscriber.error(new NetworkError(`No answer within ${this.limitMs} ms`, { code: 'timeout' }));
  }

  unsubscribe(): void {
    this.timetable.cancel(this);
  }
}
