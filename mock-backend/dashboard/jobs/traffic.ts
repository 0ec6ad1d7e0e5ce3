import { Subject } from 'rxjs';
import { createdIn, isFailure, jobIdsIn, type Outcome, type SentRequest } from './sent-request.js';

/** The requests that ended within one second. */
export interface Second {
  readonly ok: number;
  readonly failed: number;
}

const empty: Second = { ok: 0, failed: 0 };
/** For how many seconds they are counted one by one. */
const keptSeconds = 100;
/** The number of responses whose latency is kept. */
const keptLatencies = 200;

/** Counts and times the requests that the clients of this page send. */
export class Traffic {
  readonly #seconds = new Map<number, Second>();
  readonly #endSubject = new Subject<SentRequest>();
  readonly #latenciesMs: number[] = [];
  readonly #timeLimitMs: number;
  sent = 0;
  failed = 0;
  underWay = 0;
  lastFailure: { readonly at: number; readonly outcome: Outcome } | undefined;

  /** Emits each request when it has ended. */
  readonly end$ = this.#endSubject.asObservable();

  /** `timeLimitMs`: after which the clients give a request up. */
  constructor(timeLimitMs: number) {
    this.#timeLimitMs = timeLimitMs;
  }

  /** How long the latest responses took, in ms. */
  get latenciesMs(): readonly number[] {
    return this.#latenciesMs;
  }

  /** A `fetch` that counts. It reads the whole response: only then is it known that it has arrived, and how long that took. */
  readonly fetch = async (given: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(given);
    const { method = 'GET', signal } = init;
    const sentAt = Date.now();
    const startedAt = performance.now();
    this.sent += 1;
    this.underWay += 1;
    const end = (outcome: Outcome, jobIds = jobIdsIn(url)): void =>
      this.#end({
        method,
        path: url.pathname,
        jobIds,
        sentAt,
        tookMs: performance.now() - startedAt,
        outcome,
      });
    let response: Response | undefined;
    try {
      response = await fetch(given, init);
      const { status, statusText, headers } = response;
      const body = await response.text();
      const isJson = headers.get('content-type')?.includes('json') ?? false;
      end(
        { kind: isJson || !response.ok ? 'response' : 'not json', status },
        method === 'POST' ? createdIn(body) : undefined,
      );
      return new Response(body, { status, statusText, headers });
    } catch (error) {
      if (signal?.aborted === true)
        end({ kind: performance.now() - startedAt < this.#timeLimitMs ? 'cancelled' : 'no response' });
      else
        end(
          response === undefined ? { kind: 'no connection' } : { kind: 'cut off', status: response.status },
        );
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

  #end(request: SentRequest): void {
    const { outcome, tookMs } = request;
    this.underWay -= 1;
    if (outcome.kind !== 'cancelled') this.#count(isFailure(outcome));
    if (isFailure(outcome)) this.lastFailure = { at: Date.now(), outcome };
    if (outcome.kind === 'response') {
      this.#latenciesMs.push(tookMs);
      if (this.#latenciesMs.length > keptLatencies) this.#latenciesMs.shift();
    }
    this.#endSubject.next(request);
  }

  #count(isFailed: boolean): void {
    if (isFailed) this.failed += 1;
    const second = Math.floor(Date.now() / 1000);
    const { ok, failed } = this.#seconds.get(second) ?? empty;
    this.#seconds.set(second, { ok: ok + (isFailed ? 0 : 1), failed: failed + (isFailed ? 1 : 0) });
    if (this.#seconds.size > 2 * keptSeconds)
      for (const old of this.#seconds.keys()) if (old < second - keptSeconds) this.#seconds.delete(old);
  }
}
