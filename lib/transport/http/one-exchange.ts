import { asyncScheduler, Observable } from 'rxjs';
import { isTranslationError } from '../../model/errors.js';
import type { Asked } from './http-errors.js';
import { faultError, timeoutError } from './network-faults.js';

/** One exchange under way. */
export interface Exchange {
  readonly signal: AbortSignal;
  /** Does one thing when the exchange is broken off; at once when it was already. */
  whenAborted(stop: () => void): void;
}

/**
 * One exchange with a service as a cold Observable. *Emits* what the exchange brings and *completes*. *Errors* with a
 * `TranslationError`, and with a `NetworkError` after `limitMs`, whether or not the exchange ever ends. *On unsubscribe* aborts it.
 */
export function oneExchange<T>(
  asked: Asked,
  limitMs: number,
  carryOut: (exchange: Exchange) => Promise<T>,
): Observable<T> {
  return new Observable(subscriber => {
    // One for each subscription: a signal that outlived it would gather listeners.
    const controller = new AbortController();
    let settled = false;
    // Cheaper than a listener on the signal, of which every poll would pay for one.
    let onAbort: (() => void) | undefined;
    const limit = asyncScheduler.schedule(() => subscriber.error(timeoutError(asked, limitMs)), limitMs);
    const exchange: Exchange = {
      signal: controller.signal,
      whenAborted: stop => {
        if (subscriber.closed) stop();
        else onAbort = stop;
      },
    };
    carryOut(exchange).then(
      answer => {
        settled = true;
        subscriber.next(answer);
        subscriber.complete();
      },
      (thrown: unknown) => {
        settled = true;
        subscriber.error(isTranslationError(thrown) ? thrown : faultError(asked, thrown));
      },
    );
    return () => {
      limit.unsubscribe();
      if (settled) return;
      controller.abort();
      onAbort?.();
    };
  });
}
