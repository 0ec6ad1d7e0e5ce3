import { Subject } from 'rxjs';

/** The requests that ended within one second. */
export interface Second {
  readonly ok: number;
  readonly failed: number;
}

const empty: Second = { ok: 0, failed: 0 };

/** Counts the requests that the clients of this page send. */
export class Traffic {
  readonly #seconds = new Map<number, Second>();
  readonly #changeSubject = new Subject<void>();
  sent = 0;
  failed = 0;
  lastFailureAt = -Infinity;

  /** Emits after each request that ended. */
  readonly change$ = this.#changeSubject.asObservable();

  /** A `fetch` that counts. */
  readonly fetch = async (address: string, init: RequestInit = {}): Promise<Response> => {
    this.sent += 1;
    try {
      const response = await fetch(address, init);
      this.#count(response.status < 500 && response.status !== 429);
      return response;
    } catch (error) {
      if (init.signal?.aborted !== true) this.#count(false);
      throw error;
    }
  };

  /** The last seconds up to `now`, oldest first. */
  recent(seconds: number, now: number): readonly Second[] {
    const last = Math.floor(now / 1000);
    return Array.from(
      { length: seconds },
      (_, place) => this.#seconds.get(last - seconds + 1 + place) ?? empty,
    );
  }

  #count(isOk: boolean): void {
    const now = Date.now();
    if (!isOk) {
      this.failed += 1;
      this.lastFailureAt = now;
    }
    const second = Math.floor(now / 1000);
    const { ok, failed } = this.#seconds.get(second) ?? empty;
    this.#seconds.set(second, { ok: ok + (isOk ? 1 : 0), failed: failed + (isOk ? 0 : 1) });
    if (this.#seconds.size > 200)
      for (const old of this.#seconds.keys()) if (old < second - 100) this.#seconds.delete(old);
    this.#changeSubject.next();
  }
}
