import {
  Observable,
  type MonoTypeOperatorFunction,
  type Observer,
  type Subscriber,
  type Subscription,
} from 'rxjs';

/**
 * One source for however many subscribers, without repeats; late ones get the latest value first. The last unsubscribe and an error reset it; after completion it
 * keeps the last value. (`shareReplay(1)` would go on polling after the last subscriber has left; `share` with a `ReplaySubject` does the same at ten
 * times the memory, and there is one for every watch.)
 */
export function shareLatest<T>(): MonoTypeOperatorFunction<T> {
  return source$ => {
    const latest = new Latest(source$);
    return new Observable(subscriber => latest.join(subscriber));
  };
}

/** Where those stand that others may join. */
type Shelf = Pick<Map<string, unknown>, 'delete'>;

/** `shareLatest` for one source. */
export class Latest<T> implements Observer<T> {
  readonly #source$: Observable<T>;
  // Replaced, never changed: whoever joins or leaves while a value is handed round does not disturb it.
  #subscribers: readonly Subscriber<T>[] = [];
  #value: T | undefined;
  #state: 'empty' | 'has a value' | 'complete' = 'empty';
  #connection: Subscription | undefined;

  readonly #shelf: Shelf | undefined;
  readonly #key: string;

  /** @param shelf Where it stands under `key`: it is taken off when the source has ended or is left, before anybody else hears of it. */
  constructor(source$: Observable<T>, shelf?: Shelf, key = '') {
    this.#source$ = source$;
    this.#shelf = shelf;
    this.#key = key;
  }

  join(subscriber: Subscriber<T>): () => void {
    if (this.#hasValue) subscriber.next(this.#value as T);
    if (this.isComplete) subscriber.complete();
    if (subscriber.closed) return () => undefined;
    this.#subscribers = [...this.#subscribers, subscriber];
    if (this.#subscribers.length === 1) this.#connect();
    return () => this.#leave(subscriber);
  }

  /** The same value twice is told once. */
  next(value: T): void {
    if (this.#hasValue && value === this.#value) return;
    this.#value = value;
    this.#state = 'has a value';
    for (const subscriber of this.#subscribers) {
      subscriber.next(value);
      // One that unsubscribes while the source is still being subscribed is noticed here.
      if (subscriber.closed) this.#leave(subscriber);
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
    this.#shelf?.delete(this.#key);
    for (const subscriber of subscribers) subscriber.complete();
  }

  get #hasValue(): boolean {
    return this.#state !== 'empty';
  }

  get isComplete(): boolean {
    return this.#state === 'complete';
  }

  #connect(): void {
    // Known before the source emits its first value, upon which all may unsubscribe.
    new Observable<T>(subscriber => {
      this.#connection = subscriber;
      return this.#source$.subscribe(subscriber);
    }).subscribe(this);
  }

  #leave(subscriber: Subscriber<T>): void {
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
    this.#shelf?.delete(this.#key);
  }
}
