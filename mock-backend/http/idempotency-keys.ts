import { Problem } from './problem.js';

/** How a repeated create is handled. */
export interface CreateRequest {
  readonly key: string | undefined;
  /** A digest of its body. If present, the same key with another body is refused; otherwise the first response is replayed. */
  readonly digest?: string | undefined;
}

interface Entry<Result> {
  readonly since: number;
  readonly digest: string | undefined;
  /** Absent while the request is in flight. */
  readonly result?: Result;
}

/** Remembers the responses to creates by idempotency key, for `ttlMs` of the clock. */
export class IdempotencyKeys<Result> {
  /** Oldest first. */
  readonly #entries = new Map<string, Entry<Result>>();
  readonly #now: () => number;
  readonly #ttlMs: number;

  constructor(options: { readonly now: () => number; readonly ttlMs: number }) {
    this.#now = options.now;
    this.#ttlMs = options.ttlMs;
  }

  /** Restores the result of an earlier run. */
  restore(key: string, entry: Required<Entry<Result>>): void {
    this.#entries.set(key, entry);
  }

  /**
   * Does the work of a create once per key; always without a key. If the work throws, the key can be used again.
   *
   * @throws Problem 400 for a malformed key, 422 for one used with another body, 409 while its first request is in
   *   flight, and what `work` throws
   */
  async once({ key, digest }: CreateRequest, work: () => Promise<Result>): Promise<Result> {
    if (key === undefined) return work();
    if (!isIdempotencyKey(key)) throw malformed();
    this.#dropExpired();
    const earlier = this.#entries.get(key);
    if (earlier !== undefined) return resultOf(earlier, digest);
    const since = this.#now();
    this.#entries.set(key, { since, digest });
    try {
      const result = await work();
      this.#entries.set(key, { since, digest, result });
      return result;
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

const resultOf = <Result>(earlier: Entry<Result>, digest: string | undefined): Result => {
  if (digest !== undefined && earlier.digest !== undefined && digest !== earlier.digest) throw reused();
  if (earlier.result === undefined) throw inProgress();
  return earlier.result;
};

/** 1 .. 255 characters of `A-Z a-z 0-9 _ - : .`, as in HeyGen's reference. */
const isIdempotencyKey = (key: string): boolean => /^[A-Za-z0-9_:.-]{1,255}$/.test(key);

const malformed = () =>
  new Problem(
    400,
    'invalid_parameter',
    'Idempotency-Key must be 1 to 255 characters of A-Z a-z 0-9 _ - : .',
    { param: 'Idempotency-Key' },
  );
const reused = () =>
  new Problem(422, 'idempotency_key_reused', 'This Idempotency-Key was used with another body.', {
    param: 'Idempotency-Key',
  });
const inProgress = () =>
  new Problem(409, 'request_in_progress', 'A request with this Idempotency-Key is still being processed.');
