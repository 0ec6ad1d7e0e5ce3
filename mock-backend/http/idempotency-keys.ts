import { Problem } from './problem.js';

/** 1 .. 255 characters of `A-Z a-z 0-9 _ - : .`, as HeyGen's reference says. */
const isIdempotencyKey = (key: string): boolean => /^[A-Za-z0-9_:.-]{1,255}$/.test(key);

/** Remembers the answers that were given under an idempotency key, for `ttlMs` of the clock. */
export class IdempotencyKeys<Answer> {
  /** Oldest first. An entry without an answer belongs to a request still in flight. */
  readonly #entries = new Map<string, { readonly since: number; readonly answer?: Answer }>();
  readonly #now: () => number;
  readonly #ttlMs: number;

  constructor(options: { readonly now: () => number; readonly ttlMs: number }) {
    this.#now = options.now;
    this.#ttlMs = options.ttlMs;
  }

  /** Takes over what an earlier run answered. */
  restore(key: string, since: number, answer: Answer): void {
    this.#entries.set(key, { since, answer });
  }

  /**
   * Does the work of a request once for each key, whatever else the repeated request says; always for one without a key.
   *
   * Work that is refused was not done: its key is free again.
   *
   * @throws Problem 400 for a key that is none, 409 while the first request with it is in flight, and what `work` throws
   */
  async once(key: string | undefined, work: () => Promise<Answer>): Promise<Answer> {
    if (key === undefined) return work();
    if (!isIdempotencyKey(key)) {
      const message = 'Idempotency-Key must be 1 to 255 characters of A-Z a-z 0-9 _ - : .';
      throw new Problem(400, 'invalid_parameter', message, { param: 'Idempotency-Key' });
    }
    this.#dropExpired();
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      if (entry.answer !== undefined) return entry.answer;
      throw new Problem(
        409,
        'request_in_progress',
        'A request with this Idempotency-Key is still being processed.',
      );
    }
    const since = this.#now();
    this.#entries.set(key, { since });
    try {
      const answer = await work();
      this.#entries.set(key, { since, answer });
      return answer;
    } catch (error) {
      this.#entries.delete(key);
      throw error;
    }
  }

  #dropExpired(): void {
    const now = this.#now();
    for (const [key, { since }] of this.#entries) {
      if (now - since < this.#ttlMs) return;
      this.#entries.delete(key);
    }
  }
}
