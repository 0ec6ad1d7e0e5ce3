import {
  Observable,
  type MonoTypeOperatorFunction,
  type Observer,
  type Subscriber,
  type Subscription,
} from 'rxjs';

/**
 * Shares one subscription of the source among all subscribers.
 *
 * *Emits* the latest value at once, then each new one; a repeated value is emitted once. *Completes* and *errors* as the source does. After completion it keeps the last
 * value; after an error the next subscriber starts again. *On unsubscribe* by the last subscriber unsubscribes from the source.
 *
 * `shareReplay(1)` would continue polling after the last subscriber; `share` with a `ReplaySubject` needs ten times the memory, and every watch has one.
 */
export function shareLatest<T>(): MonoTypeOperatorFunction<T> {
  return source$ => {
    const latest = new Latest(source$);
    return new Observable(subscriber => latest.join(subscriber));
  };
}

/** Where shared sources are registered. */
type Registry = Pick<Map<string, unknown>, 'delete'>;

/** `shareLatest` for one source. */
export class Latest<T> implements Observer<T> {
  readonly #source$: Observable<T>;
  // Replaced, never changed: subscribers that come or go while a value is emitted do not disturb it.
  #subscribers: readonly Subscriber<T>[] = [];
  #value: T | undefined;
  #state: 'empty' | 'has a value' | 'complete' = 'empty';
  #connection: Subscription | undefined;

  readonly #registry: Registry | undefined;
  readonly #key: string;

  /** @param registry Where it is registered under `key`: it is removed when the source has ended or has no subscriber, before its subscribers are notified. */
  constructor(source$: Observable<T>, registry?: Registry, key = '') {
    this.#source$ = source$;
    this.#registry = registry;
    this.#key = key;
  }

  /** Subscribes. Returns the teardown. */
  join(subscriber: Subscriber<T>): () => void {
    if (this.#hasValue) subscriber.next(this.#value as T);
    if (this.isComplete) subscriber.complete();
    if (subscriber.closed) return () => undefined;
    this.#subscribers = [...this.#subscribers, subscriber];
    if (this.#subscribers.length === 1) this.#connect();
    return () => this.#remove(subscriber);
  }

  /** A repeated value is emitted once. */
  next(value: T): void {
    if (this.#hasValue && value === this.#value) return;
    this.#value = value;
    this.#state = 'has a value';
    for (const subscriber of this.#subscribers) {
      subscriber.next(value);
      // A subscriber may unsubscribe while the source is still being subscribed.
      if (subscriber.closed) this.#remove(subscriber);
    }
  }

  error(error: unknown): void {
    const subscribers = this.#subscribers;
    this.#reset();
    for (const subscriber of subscribers) subscriber.error(error);
  }

  complete(): void {
    const subscribers = this.#subscribers;
    const isEmpty = !this.#hasValue;
    this.#subscribers = [];
    this.#connection = undefined;
    if (!isEmpty) this.#state = 'complete';
    this.#registry?.delete(this.#key);
    for (const subscriber of subscribers) subscriber.complete();
  }

  get #hasValue(): boolean {
    return this.#state !== 'empty';
  }

  get isComplete(): boolean {
    return this.#state === 'complete';
  }

  #connect(): void {
    // Set before the source emits its first value, after which all may unsubscribe.
    new Observable<T>(subscriber => {
      this.#connection = subscriber;
      return this.#source$.subscribe(subscriber);
    }).subscribe(this);
  }

  #remove(subscriber: Subscriber<T>): void {
    if (!this.#subscribers.includes(subscriber)) return;
    this.#subscribers = this.#subscribers.filter(other => other !== subscriber);
    if (this.#subscribers.length > 0) return;
    const connection = this.#connection;
    this.#reset();
    connection?.unsubscribe();
  }

  #reset(): void {
    this.#subscribers = [];
    this.#connection = this.#value = undefined;
    this.#state = 'empty';
    this.#registry?.delete(this.#key);
  }
}
