import { asyncScheduler, Observable } from 'rxjs';
import { isTranslationError } from '../../model/errors.js';
import { fetchError, timeLimitError } from './errors/fetch-errors.js';
import type { RequestDetails } from './errors/refusal-error.js';

/** Tells the code that talks to the service to stop. */
export interface Abort {
  readonly signal: AbortSignal;
  /** Whether the request was sent. Before that, and again after a 401, header functions are awaited. */
  isSent?: boolean;
  /** Calls `stop` on abort, or immediately if already aborted. */
  onAbort(stop: () => void): void;
}

/**
 * One request and its response as a cold Observable. *Emits* what `talk` resolves with and *completes*. *Errors* with a `TranslationError`,
 * after `timeoutMs` with a `NetworkError`, whether or not `talk` ever settles. *On unsubscribe* aborts.
 */
export function exchange<T>(
  request: RequestDetails,
  timeoutMs: number,
  talk: (abort: Abort) => Promise<T>,
): Observable<T> {
  return new Observable(subscriber => {
    // One per subscription: a signal that outlived it would accumulate listeners.
    const controller = new AbortController();
    let isSettled = false;
    // Cheaper than a listener on the signal, which every poll would pay for.
    let stopReading: (() => void) | undefined;
    const abort: Abort = {
      signal: controller.signal,
      onAbort: stop => {
        if (subscriber.closed) stop();
        else stopReading = stop;
      },
    };
    // Fires a little before the time limit of the gate, which does not know whether the request was sent.
    const limit = asyncScheduler.schedule(
      () => subscriber.error(timeLimitError(request, timeoutMs, abort.isSent)),
      0.99 * timeoutMs,
    );
    talk(abort)
      .then(
        response => {
          isSettled = true;
          subscriber.next(response);
          subscriber.complete();
        },
        (thrown: unknown) => {
          isSettled = true;
          subscriber.error(isTranslationError(thrown) ? thrown : fetchError(request, thrown));
        },
      )
      // Even reading a field of what a custom `fetch` threw may throw, and an unhandled rejection would end a Node process.
      .catch(() => subscriber.error(fetchError(request, undefined)));
    return () => {
      limit.unsubscribe();
      if (isSettled) return;
      controller.abort();
      stopReading?.();
    };
  });
}
