import ky from 'ky';
import type { Observable } from 'rxjs';
import type { JobId } from '../../model/job.js';
import { addressOf, parseBaseUrl, type BaseUrl } from './base-url.js';
import { checkLimit } from './check-limit.js';
import type { HttpAnswer } from './http-answer.js';
import { carriesSecret, checkHeaders, secretsIn } from './http-headers.js';
import { oneExchange } from './one-exchange.js';
import { readAnswer } from './read-answer.js';
import { redactor, type Redact } from './redactor.js';

/** As much of `fetch` as is needed: an app's own `request`, such as Hono's, will do. It may answer at once, and ignore the signal. */
export type Fetch = (address: string, init: RequestInit) => Response | Promise<Response>;

export interface HttpOptions {
  /** Address of the service, with or without a path. Plain http is for this machine, or for requests without a key. */
  readonly baseUrl: string | URL;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** @default the platform's own */
  readonly fetch?: Fetch | undefined;
  /** Time for one request and the whole of its answer, in ms. @default 30_000 */
  readonly requestTimeoutMs?: number | undefined;
  /** The longest answer that is read, in bytes after decompression. @default 1_048_576 */
  readonly maxBodyBytes?: number | undefined;
}

/** What goes with one request. */
export interface RequestParts {
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Becomes JSON. */
  readonly body?: unknown;
  /** The job asked for: it goes on every error, and a 404 means that there is no such job. */
  readonly jobId?: JobId | undefined;
  readonly idempotencyKey?: string | undefined;
  /** Time for this request, in ms. */
  readonly timeoutMs?: number | undefined;
}

/** Retries, limits and errors are decided by us. */
const ONCE = { retry: 0, throwHttpErrors: false, timeout: false } as const;

/** Sends requests to one service. The headers, and with them the key, are private: no way of printing it shows them. */
export class Http {
  readonly #base: BaseUrl;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #redact: Redact;
  readonly #fetch: Fetch;
  readonly #timeoutMs: number;
  readonly #maxBytes: number;

  /** @throws TypeError or RangeError for an address, a header or a limit that cannot be used. */
  constructor(options: HttpOptions) {
    const headers = checkHeaders(options.headers);
    this.#headers = { ...headers, accept: 'application/json' };
    this.#base = parseBaseUrl(options.baseUrl, carriesSecret(headers));
    this.#redact = redactor(secretsIn(headers));
    this.#fetch = checkFetch(options.fetch ?? ((address, init) => globalThis.fetch(address, init)));
    this.#timeoutMs = checkLimit('requestTimeoutMs', options.requestTimeoutMs ?? 30_000);
    this.#maxBytes = checkLimit('maxBodyBytes', options.maxBodyBytes ?? 1_048_576);
  }

  /**
   * Sends one request to a path under the base address. *Emits* the answer, if it is a 2xx with JSON or nothing in it,
   * asynchronously, and *completes*. *Errors* with a `TranslationError`. *On unsubscribe* aborts the request.
   * Nothing is sent twice, and no redirect followed.
   *
   * @throws TypeError when the path would lead elsewhere.
   */
  send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: readonly string[],
    { query, body, jobId, idempotencyKey, timeoutMs = this.#timeoutMs }: RequestParts = {},
  ): Observable<HttpAnswer> {
    const { path: pathname, href } = addressOf(this.#base, path, query);
    const asked = { what: `${method} ${pathname}`, jobId, idempotencyKey };
    const headers = this.#headersFor(body, idempotencyKey);
    const text = body === undefined ? undefined : JSON.stringify(body);
    return oneExchange(asked, timeoutMs, async exchange => {
      const { signal } = exchange;
      // What an error of ky's shows, it must not hold: query, key and body go past it. It hands over a Request, moreover, which not every
      // app's own fetch takes.
      const fetch = async () => {
        // Unsubscribed in the same breath: a fetch that ignores the signal would still send it.
        signal.throwIfAborted();
        return await this.#fetch(href, {
          method,
          headers,
          ...(text !== undefined && { body: text }),
          redirect: 'manual',
          // A status out of a browser's cache would be an old one.
          cache: 'no-store',
          signal,
        });
      };
      const response = await ky(this.#base.origin, { fetch, ...ONCE });
      return await readAnswer(response, { asked, redact: this.#redact, maxBytes: this.#maxBytes, exchange });
    });
  }

  #headersFor(body: unknown, idempotencyKey: string | undefined): Readonly<Record<string, string>> {
    return body === undefined && idempotencyKey === undefined
      ? this.#headers
      : {
          ...this.#headers,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        };
  }
}

function checkFetch(call: Fetch): Fetch {
  if (typeof call === 'function') return call;
  throw new TypeError(`Cannot send requests: \`fetch\` must be a function, got ${typeof call}`);
}
