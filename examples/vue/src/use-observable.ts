import type { Observable } from 'rxjs';
import { type MaybeRefOrGetter, type ShallowRef, shallowRef, toValue, watchEffect } from 'vue';

/** The latest value of an Observable, and the error that ended it. */
export interface Latest<T> {
  readonly value: Readonly<ShallowRef<T | undefined>>;
  readonly error: Readonly<ShallowRef<Error | undefined>>;
}

/**
 * The latest value of an Observable, and of the next one if the source changes; unsubscribes when the component unmounts.
 *
 * The refs are shallow because snapshots never change: there is nothing in them for Vue to track.
 */
export function useObservable<T>(source$: MaybeRefOrGetter<Observable<T>>): Latest<T> {
  const value = shallowRef<T>();
  const error = shallowRef<Error>();
  watchEffect(onCleanup => {
    value.value = undefined;
    error.value = undefined;
    const subscription = toValue(source$).subscribe({
      next: next => (value.value = next),
      error: (reason: Error) => (error.value = reason),
    });
    onCleanup(() => subscription.unsubscribe());
  });
  return { value, error };
}
