import {
  Observable,
  type MonoTypeOperatorFunction,
  type Observer,
  type Subscriber,
  type Subscription,
} from 'rxjs';
import { currentContext, detached, type AsyncContext } from './context/async-context.js';

/**
 * Shares one subscription of the source among all subscribers.
 *
 * *Emits* the latest value at once, then each new one; a repeated value is emitted once. *Completes* and *errors* as the source does. After completion it keeps the last
 * value; after an error the next subscriber starts again. *On unsubscribe* by the last subscriber unsubscribes from the source.
 *
 * Each subscriber is called in the async context in which it subscribed; the source runs in none of theirs.
 *
 * `shareReplay(1)` would continue polling after the last subscriber; `share` with a `ReplaySubject` needs ten times the memory, and every watch has one.
 */
export function shareLatest<T>(): MonoTypeOperatorFunction<T> {
  return source$ => {
    const latest = new Latest(source$);
    return new Observable(subscriber => {
      latest.join(subscriber);
    });
  };
}

/** Where shared sources are registered. */
type Registry = Pick<Map<string, unknown>, 'delete'>;

/** A subscriber, and the async context in which it is called. */
interface Member<T> {
  readonly subscriber: Subscriber<T>;
  readonly context: AsyncContext;
}

/** `shareLatest` for one source. */
export class Latest<T> implements Observer<T> {
  readonly #source$: Observable<T>;
  #members = new Set<Member<T>>();
  #value: T | undefined;
  #state: 'empty' | 'has a value' | 'complete' = 'empty';
  #connection: Subscription | undefined;

  readonly #registry: Registry | undefined;
  readonly #key: string;

  /** @param registry Where it is registered under `key`. Before subscribers are notified of the end, and when there are none left, it is removed. */
  constructor(source$: Observable<T>, registry?: Registry, key = '') {
    this.#source$ = source$;
    this.#registry = registry;
    this.#key = key;
  }

  /** Subscribes. */
  join(subscriber: Subscriber<T>): void {
    if (this.isComplete) {
      subscriber.next(this.#value as T);
      subscriber.complete();
      return;
    }
    const member = { subscriber, context: currentContext() };
    // Added before it gets the latest value, because what it does with that may make the source emit or end.
    this.#members.add(member);
    // It may unsubscribe on that value, or while the source is being subscribed.
    subscriber.add(() => this.#remove(member));
    if (this.#hasValue) subscriber.next(this.#value as T);
    else if (this.#members.size === 1) this.#connect();
  }

  /** A repeated value is emitted once. */
  next(value: T): void {
    if (this.#hasValue && value === this.#value) return;
    this.#value = value;
    this.#state = 'has a value';
    // A copy: subscribers may be added or removed meanwhile.
    for (const member of [...this.#members]) {
      // A subscriber has made the source emit a later value, which everyone already has.
      if (this.#value !== value) return;
      const { subscriber, context } = member;
      context.runInAsyncScope(() => subscriber.next(value));
    }
  }

  error(error: unknown): void {
    const members = this.#members;
    this.#reset();
    for (const { subscriber, context } of members) context.runInAsyncScope(() => subscriber.error(error));
  }

  complete(): void {
    const members = this.#members;
    const isEmpty = !this.#hasValue;
    this.#members = new Set();
    this.#connection = undefined;
    if (!isEmpty) this.#state = 'complete';
    this.#registry?.delete(this.#key);
    for (const { subscriber, context } of members) context.runInAsyncScope(() => subscriber.complete());
  }

  get #hasValue(): boolean {
    return this.#state !== 'empty';
  }

  get isComplete(): boolean {
    return this.#state === 'complete';
  }

  #connect(): void {
    // Set before the source emits, because everyone may unsubscribe on the first value.
    const source$ = new Observable<T>(subscriber => {
      this.#connection = subscriber;
      return this.#source$.subscribe(subscriber);
    });
    detached(() => source$.subscribe(this));
  }

  #remove(member: Member<T>): void {
    if (!this.#members.delete(member) || this.#members.size > 0) return;
    const connection = this.#connection;
    this.#reset();
    connection?.unsubscribe();
  }

  #reset(): void {
    this.#members = new Set();
    this.#connection = this.#value = undefined;
    this.#state = 'empty';
    this.#registry?.delete(this.#key);
  }
}
