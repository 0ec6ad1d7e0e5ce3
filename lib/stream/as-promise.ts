import { fromEvent, last, Observable, share, type Subscription } from 'rxjs';

/**
 * Resolves with the last value of a stream, and rejects with its error. An abort unsubscribes at once and rejects with what `toError` returns for the signal's reason,
 * unless that is undefined.
 */
export function lastValue<T>(
  source$: Observable<T>,
  signal?: AbortSignal,
  toError: (reason: unknown) => unknown = reason => reason,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(reasonOf(signal));
      return;
    }
    const ended$ = new Observable<T>(subscriber => {
      // First, because what is called during the subscription may abort the signal.
      if (signal) {
        const abort = (): void => {
          const error = toError(reasonOf(signal));
          if (error !== undefined) subscriber.error(error);
        };
        subscriber.add(onAbort(signal, abort));
      }
      source$.pipe(last()).subscribe(subscriber);
    });
    ended$.subscribe({ next: resolve, error: reject });
  });
}

/** Signals in React Native have no reason. */
const reasonOf = (signal: AbortSignal): unknown =>
  (signal.reason as unknown) ?? new Error('The call was aborted');

/** One listener for each signal, however many calls wait for it: at the eleventh listener Node warns of a leak. */
const abort$Of = new WeakMap<AbortSignal, Observable<unknown>>();

/** Calls `call` when the signal aborts, until that is unsubscribed. */
function onAbort(signal: AbortSignal, call: () => void): Subscription {
  const abort$ = abort$Of.get(signal) ?? fromEvent(signal, 'abort').pipe(share());
  abort$Of.set(signal, abort$);
  return abort$.subscribe(call);
}
