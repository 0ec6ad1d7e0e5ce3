import {
  catchError,
  EMPTY,
  expand,
  Observable,
  of,
  tap,
  timer,
  type Subscriber,
  type Subscription,
} from 'rxjs';
import { detached } from '../../../stream/context/async-context.js';
import { persist, type EngineCallDeps } from '../../engine-calls.js';

/** The most keys in one read, so that no statement takes long. */
const MOST_KEYS = 1000;

/** What is followed under one key. */
interface Followed<Update> {
  // Replaced, never mutated: a subscriber may leave while all are notified. A Subject would need three times the memory.
  followers: readonly Subscriber<Update>[];
  latest: Update | undefined;
}

/** Where updates are read from. */
export interface UpdateSource<Update> {
  /** Reads the updates of these keys, given the latest known update of each. */
  read(known: ReadonlyMap<string, Update | undefined>): Observable<ReadonlyMap<string, Update>>;
  /** Called once for each update, before its followers get it. */
  onUpdate?(update: Update, before: Update | undefined): void;
}

/** Follows rows of an engine for many followers: each key is read once for all of them, and many keys together. */
export class UpdateFeed<Update> {
  readonly #source: UpdateSource<Update>;
  readonly #deps: EngineCallDeps;
  readonly #followed = new Map<string, Followed<Update>>();
  /** The keys that have to be read again. */
  #stale = new Set<string>();
  #reading: Subscription | undefined;

  constructor(source: UpdateSource<Update>, deps: EngineCallDeps) {
    this.#source = source;
    this.#deps = deps;
  }

  /**
   * Follows one key.
   *
   * *Emits* the latest update, if it is known, and each later one. Never *completes*. *Errors* if the source refuses the read. *On unsubscribe* by the last follower stops reading it.
   */
  follow(key: string): Observable<Update> {
    return new Observable(subscriber => {
      const followed = this.#followed.get(key) ?? this.#begin(key);
      followed.followers = [...followed.followers, subscriber];
      subscriber.add(() => {
        followed.followers = followed.followers.filter(other => other !== subscriber);
        if (followed.followers.length === 0) this.#followed.delete(key);
        if (this.#followed.size === 0) this.#stop();
      });
      if (followed.latest !== undefined) subscriber.next(followed.latest);
    });
  }

  /** These keys may have changed; without an argument, all of them. */
  refresh(keys: Iterable<string> = this.#followed.keys()): void {
    for (const key of keys) if (this.#followed.has(key)) this.#stale.add(key);
    if (this.#stale.size > 0) this.#reading ??= detached(() => this.#read());
  }

  #begin(key: string): Followed<Update> {
    const followed: Followed<Update> = { followers: [], latest: undefined };
    this.#followed.set(key, followed);
    this.refresh([key]);
    return followed;
  }

  /** One read at a time: what changes meanwhile is read by the next. */
  #read(): Subscription {
    const next$ = timer(0, this.#deps.scheduler);
    return next$
      .pipe(expand(() => this.#readOnce()))
      .subscribe({ complete: () => (this.#reading = undefined) });
  }

  #readOnce(): Observable<unknown> {
    const keys = [...this.#stale].filter(key => this.#followed.has(key)).slice(0, MOST_KEYS);
    for (const key of keys) this.#stale.delete(key);
    if (keys.length === 0) return EMPTY;
    return persist(() => this.#source.read(this.#known(keys)), Infinity, this.#deps).pipe(
      catchError((refusal: unknown) => {
        for (const key of keys) this.#followed.get(key)?.followers.forEach(each => each.error(refusal));
        return of(new Map<string, Update>());
      }),
      tap(updates => {
        for (const [key, each] of updates) this.#deliver(key, each);
      }),
    );
  }

  #known(keys: readonly string[]): ReadonlyMap<string, Update | undefined> {
    return new Map(keys.map(key => [key, this.#followed.get(key)?.latest]));
  }

  #deliver(key: string, update: Update): void {
    const followed = this.#followed.get(key);
    if (followed === undefined) return;
    const before = followed.latest;
    followed.latest = update;
    this.#source.onUpdate?.(update, before);
    for (const follower of followed.followers) follower.next(update);
  }

  #stop(): void {
    this.#stale.clear();
    this.#reading?.unsubscribe();
    this.#reading = undefined;
  }
}
