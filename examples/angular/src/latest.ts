import { materialize, type Observable, scan } from 'rxjs';

/** The last value of an Observable, and the error that it ended with. */
export interface Latest<T> {
  readonly value?: T;
  readonly error?: Error;
}

/** A signal throws the error of its Observable whenever it is read: here the error is a part of what is shown. */
export const latest = <T>(source$: Observable<T>): Observable<Latest<T>> =>
  source$.pipe(
    materialize(),
    scan((last: Latest<T>, told) => {
      if (told.kind === 'N') return { value: told.value };
      return told.kind === 'E' ? { ...last, error: told.error as Error } : last;
    }, {}),
  );
