import type { Observable } from 'rxjs';
import { type MaybeRefOrGetter, type ShallowRef, shallowRef, toValue, watchEffect } from 'vue';

/** The last value of an Observable, and the error that it ended with. */
export interface Latest<T> {
  readonly value: Readonly<ShallowRef<T | undefined>>;
  readonly error: Readonly<ShallowRef<Error | undefined>>;
}

/**
 * Renders what an Observable emits; follows to another one, and unsubscribes when the component goes.
 *
 * Shallow, because a snapshot never changes: there is nothing in it for Vue to poll after.
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
