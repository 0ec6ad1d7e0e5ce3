import { useMemo, useSyncExternalStore } from 'react';
import type { Observable } from 'rxjs';

/** The last value of an Observable, and the error that it ended with. */
export interface Latest<T> {
  readonly value?: T;
  readonly error?: Error;
}

/**
 * Renders what an Observable emits; unsubscribes when the component goes.
 *
 * Hand in the same Observable at every render: keep it in a state or a memo, or make it outside of the component.
 */
export function useObservable<T>(source$: Observable<T>): Latest<T> {
  const store = useMemo(() => storeOf(source$), [source$]);
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

function storeOf<T>(source$: Observable<T>) {
  let latest: Latest<T> = {};
  return {
    get: () => latest,
    subscribe(changed: () => void) {
      const become = (next: Latest<T>) => {
        latest = next;
        changed();
      };
      const subscription = source$.subscribe({
        next: value => become({ value }),
        error: (error: Error) => become({ ...latest, error }),
      });
      return () => subscription.unsubscribe();
    },
  };
}
