/** 1 .. 255 characters of `A-Z a-z 0-9 _ - : .`, as HeyGen's reference says. */
export const isIdempotencyKey = (key: string): boolean => /^[A-Za-z0-9_:.-]{1,255}$/.test(key);

/** What is known of a key: nothing yet, a first request still in flight, or its answer. */
export type Claim<Answer> =
  | { readonly state: 'new' }
  | { readonly state: 'in-flight' }
  | { readonly state: 'answered'; readonly answer: Answer };

/** Remembers the answers that were given under an idempotency key, for `ttlMs` of the clock. */
export class IdempotencyKeys<Answer> {
  readonly #entries = new Map<string, { readonly since: number; readonly answer?: Answer }>();
  readonly #now: () => number;
  readonly #ttlMs: number;

  constructor(options: { readonly now: () => number; readonly ttlMs: number }) {
    this.#now = options.now;
    this.#ttlMs = options.ttlMs;
  }

  /** Takes the key for this request if it is new; then `finish` or `release` must follow. */
  claim(key: string): Claim<Answer> {
    this.#dropExpired();
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#entries.set(key, { since: this.#now() });
      return { state: 'new' };
    }
    return entry.answer === undefined ? { state: 'in-flight' } : { state: 'answered', answer: entry.answer };
  }

  finish(key: string, answer: Answer): void {
    const since = this.#entries.get(key)?.since ?? this.#now();
    this.#entries.set(key, { since, answer });
  }

  /** Forgets a key whose request was refused: nothing was created under it. */
  release(key: string): void {
    this.#entries.delete(key);
  }

  /** The oldest come first in a Map, so this stops at the first one that is still good. */
  #dropExpired(): void {
    const now = this.#now();
    for (const [key, { since }] of this.#entries) {
      if (now - since < this.#ttlMs) return;
      this.#entries.delete(key);
    }
  }
}
