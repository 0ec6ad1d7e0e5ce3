// What sends requests to a service. One request: http-client -> ky-instance (-> own-fetch) -> read-response -> http-response, all inside an
// exchange, which adds the time limit and the abort. Whatever goes wrong becomes one of our errors in refusal-error (the service said no) or
// fetch-errors (no response), and there it loses what is secret.
import type { Observable } from 'rxjs';
import type { JobId } from '../../model/job.js';
import { parseBaseUrl, pathOf, searchOf, type BaseUrl } from './base-url.js';
import { exchange } from './exchange.js';
import { carriesSecret, checkHeaders, secretsIn } from './headers.js';
import { checkLimit, type HttpOptions } from './http-options.js';
import type { HttpResponse } from './http-response.js';
import { kyInstance, type Ky } from './ky-instance.js';
import { checkFetch } from './own-fetch.js';
import { readResponse } from './read-response.js';
import { redactor, type Redact } from './redactor.js';

/** What goes with one request. */
export interface RequestParts {
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON. */
  readonly body?: object | undefined;
  /** The job that the request is about: every error names it, and a 404 means that there is no such job. */
  readonly jobId?: JobId | undefined;
  readonly idempotencyKey?: string | undefined;
  /** Time limit of this request, in ms. @default `requestTimeoutMs` of the client */
  readonly timeoutMs?: number | undefined;
}

/** Sends requests to one service. Headers, and with them the key, are private: however it is printed, they do not show. */
export class HttpClient {
  readonly #baseUrl: BaseUrl;
  readonly #ky: Ky;
  readonly #redact: Redact;
  readonly #timeoutMs: number;
  readonly #maxBytes: number;

  /** @throws TypeError or RangeError for an address, a header or a limit that cannot be used. */
  constructor(options: HttpOptions) {
    const headers = checkHeaders(options.headers);
    this.#baseUrl = parseBaseUrl(options.baseUrl, carriesSecret(headers));
    this.#redact = redactor(secretsIn(headers));
    this.#ky = kyInstance({ baseUrl: this.#baseUrl, headers, ownFetch: checkFetch(options.fetch) });
    this.#timeoutMs = checkLimit('requestTimeoutMs', options.requestTimeoutMs ?? 30_000);
    this.#maxBytes = checkLimit('maxBodyBytes', options.maxBodyBytes ?? 1_048_576);
  }

  /**
   * Sends one request to a path under the base address; nothing is sent twice, and no redirect is followed.
   *
   * *Emits* the response, asynchronously, if it is a 2xx with JSON or an empty body. *Completes* after it. *Errors* with a `TranslationError`.
   * *On unsubscribe* aborts the request.
   *
   * @param path Its segments; each is encoded.
   * @throws TypeError when the path would lead outside the base address.
   */
  send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: readonly string[],
    { query, body, jobId, idempotencyKey, timeoutMs = this.#timeoutMs }: RequestParts = {},
  ): Observable<HttpResponse> {
    const pathname = pathOf(path);
    const request = { label: `${method} ${this.#baseUrl.path}/${pathname}`, jobId, idempotencyKey };
    const input = pathname + searchOf(query);
    const options = {
      method,
      ...(body !== undefined && { json: body }),
      ...(idempotencyKey !== undefined && { headers: { 'idempotency-key': idempotencyKey } }),
    };
    return exchange(request, timeoutMs, async abort => {
      const response = await this.#ky(input, { ...options, signal: abort.signal });
      return await readResponse(response, { request, redact: this.#redact, maxBytes: this.#maxBytes, abort });
    });
  }
}
