import { Observable } from 'rxjs';

/** Emits the value on subscription until it is unsubscribed, but not more than 5000 times: specs are to fail, not to freeze. */
export function endless<T>(value: T): { readonly value$: Observable<T>; readonly times: () => number } {
  let times = 0;
  const value$ = new Observable<T>(subscriber => {
    while (!subscriber.closed && times < 5000) {
      times++;
      subscriber.next(value);
    }
  });
  return { value$, times: () => times };
}
