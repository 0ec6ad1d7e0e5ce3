import type { Observable } from 'rxjs';

/** The last value of a stream, as a promise. Rejects as the stream errs; an abort unsubscribes at once and rejects with the signal's reason. */
export function lastValue<T>(source$: Observable<T>, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    let last: { readonly value: T } | undefined;
    const subscription = source$.subscribe({
      next: value => (last = { value }),
      error: reject,
      complete: () => {
        if (last === undefined) reject(new Error('The stream ended without a value'));
        else resolve(last.value);
      },
    });
    const abort = (): void => {
      subscription.unsubscribe();
      reject(signal?.reason);
    };
    // Removed by hand: listeners that pile up on one long-lived signal would leak.
    signal?.addEventListener('abort', abort, { once: true });
    subscription.add(() => signal?.removeEventListener('abort', abort));
  });
}
