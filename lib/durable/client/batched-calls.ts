import { Observable, timer, type Subscriber } from 'rxjs';
import { detached } from '../../stream/context/async-context.js';
import { persist, type EngineCallDeps } from '../engine-calls.js';

/** The most items in one call: so that no statement takes long. */
const MOST_ITEMS = 1000;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly subscriber: Subscriber<Answer>;
  readonly onSent: (() => void) | undefined;
}

/** Makes one call of an engine for all items that come within one tick. A call that fails is repeated until it succeeds. */
export class BatchedCalls<Item, Answer> {
  readonly #call$: (items: readonly Item[]) => Observable<Answer>;
  readonly #deps: EngineCallDeps;
  #waiting: Waiting<Item, Answer>[] = [];

  constructor(call$: (items: readonly Item[]) => Observable<Answer>, deps: EngineCallDeps) {
    this.#call$ = call$;
    this.#deps = deps;
  }

  /**
   * *Emits* the answer of the call that has the item, and *completes*. Never *errors*. *On unsubscribe* takes the item out, if it has not been sent.
   *
   * @param onSent Called when the item is sent: from then on the engine may have it.
   */
  add(item: Item, onSent?: () => void): Observable<Answer> {
    return new Observable(subscriber => {
      const waiting = { item, subscriber, onSent };
      this.#waiting.push(waiting);
      if (this.#waiting.length === 1)
        detached(() => timer(0, this.#deps.scheduler).subscribe(() => this.#send()));
      return () => {
        this.#waiting = this.#waiting.filter(other => other !== waiting);
      };
    });
  }

  #send(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (let first = 0; first < all.length; first += MOST_ITEMS) {
      const sent = all.slice(first, first + MOST_ITEMS);
      for (const { onSent } of sent) onSent?.();
      const items = sent.map(({ item }) => item);
      persist(() => this.#call$(items), Infinity, this.#deps).subscribe(answer => {
        for (const { subscriber } of sent) {
          subscriber.next(answer);
          subscriber.complete();
        }
      });
    }
  }
}
