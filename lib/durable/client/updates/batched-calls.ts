import { Observable, timer, type Subscriber } from 'rxjs';
import { isRequestError } from '../../../model/errors.js';
import { detached } from '../../../stream/context/async-context.js';
import { persistAll, type EngineCallDeps } from '../../engine-calls.js';

/** The most items in one call, so that no statement takes long. */
const MOST_ITEMS = 1000;
/** How long a call is repeated once its callers have gone, in ms: a program that has closed its client and its database must be able to exit. */
const ABANDONED_MS = 30_000;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly subscriber: Subscriber<Result>;
  readonly onSent: (() => void) | undefined;
}

/** Calls an engine once for all items that are added within one tick. A failed call is repeated until it succeeds. */
export class BatchedCalls<Item, Result> {
  readonly #call$: (items: readonly Item[]) => Observable<Result>;
  readonly #deps: EngineCallDeps;
  #waiting = new Set<Waiting<Item, Result>>();

  constructor(call$: (items: readonly Item[]) => Observable<Result>, deps: EngineCallDeps) {
    this.#call$ = call$;
    this.#deps = {
      ...deps,
      // The caller of a refused item gets its error.
      onError: error => {
        if (!isRequestError(error)) deps.onError(error);
      },
    };
  }

  /**
   * Adds one item.
   *
   * *Emits* the result of the call that contains it, and *completes*. *Errors* if the engine refuses the item. *On unsubscribe* removes it, unless it was sent.
   *
   * @param onSent Called when the item is sent: from then on, the engine may have it.
   */
  add(item: Item, onSent?: () => void): Observable<Result> {
    return new Observable(subscriber => {
      const waiting = { item, subscriber, onSent };
      this.#waiting.add(waiting);
      if (this.#waiting.size === 1)
        detached(() => timer(0, this.#deps.scheduler).subscribe(() => this.#send()));
      return () => {
        this.#waiting.delete(waiting);
      };
    });
  }

  #send(): void {
    const all = [...this.#waiting];
    this.#waiting = new Set();
    for (const { onSent } of all) onSent?.();
    for (let first = 0; first < all.length; first += MOST_ITEMS) {
      this.#call(all.slice(first, first + MOST_ITEMS));
    }
  }

  #call(sent: readonly Waiting<Item, Result>[]): void {
    persistAll(
      sent,
      part => this.#call$(part.map(({ item }) => item)),
      part => (part.some(({ subscriber }) => !subscriber.closed) ? Infinity : ABANDONED_MS),
      this.#deps,
    ).subscribe(result => {
      for (const { subscriber } of result.items) {
        // After any error but a refusal, the callers have gone.
        if ('error' in result) subscriber.error(result.error);
        else subscriber.next(result.value);
        subscriber.complete();
      }
    });
  }
}
