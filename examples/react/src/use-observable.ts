import { useMemo, useSyncExternalStore } from 'react';
import type { Observable } from 'rxjs';

/** The latest value of an Observable, and the error that ended it. */
export interface Latest<T> {
  readonly value?: T;
  readonly error?: Error;
}

/**
 * The latest value of an Observable; unsubscribes when the component unmounts.
 *
 * Pass the same Observable on every render: keep it in state or a memo, or create it outside the component.
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
      const set = (next: Latest<T>) => {
        latest = next;
        changed();
      };
      const subscription = source$.subscribe({
        next: value => set({ value }),
        error: (error: Error) => set({ ...latest, error }),
      });
      return () => subscription.unsubscribe();
    },
  };
}
