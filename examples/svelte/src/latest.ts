import { materialize, type Observable, scan } from 'rxjs';

/** The latest value of an Observable, and the error that ended it. */
export interface Latest<T> {
  readonly value?: T;
  readonly error?: Error;
}

/** Svelte accepts any Observable as a store, but ignores its error; here the error is part of the value, so that it can be shown. */
export const latest = <T>(source$: Observable<T>): Observable<Latest<T>> =>
  source$.pipe(
    materialize(),
    scan((last: Latest<T>, notification) => {
      if (notification.kind === 'N') return { value: notification.value };
      return notification.kind === 'E' ? { ...last, error: notification.error as Error } : last;
    }, {}),
  );
