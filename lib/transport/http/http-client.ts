// Sends requests to a service. One request: http-client -> ky-instance (-> own-fetch) -> read-response -> http-response, all inside an
// exchange, which adds the time limit and the abort. Every failure becomes a `TranslationError` in errors/refusal-error (the service refused)
// or errors/fetch-errors (no response; `platform-fault` reads the platform's error), where secrets are removed.
import type { Observable } from 'rxjs';
import { anything, checkOptions, type CheckTable } from '../../model/checks.js';
import type { JobId } from '../../model/job.js';
import { parseBaseUrl, pathOf, searchOf, type BaseUrl } from './base-url.js';
import { exchange } from './exchange.js';
import { HTTP, limit, type HttpOptions } from './http-options.js';
import { secretsIn } from './headers.js';
import type { HttpResponse } from './http-response.js';
import { kyInstance, type Ky } from './ky-instance.js';
import { fetchAdapter, platformFetch, type Send } from './own-fetch.js';
import { cancelBody } from './read-body.js';
import { readResponse } from './read-response.js';
import { RequestHeaders } from './request-headers.js';

/** The parts of one request besides method and path. */
export interface RequestParts {
  /** Names and values; each is encoded. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** What is secret in `query`: kept out of errors, and out of URLs from the service. @default values whose names say so, such as `api_key` */
  readonly secrets?: readonly string[] | undefined;
  /** Sent as JSON. */
  readonly body?: object | undefined;
  /** The job that the request is about: every error names it, and a 404 means that it does not exist. */
  readonly jobId?: JobId | undefined;
  /** Sent as `Idempotency-Key`. */
  readonly idempotencyKey?: string | undefined;
  /** Time limit of this request, in ms. @default `requestTimeoutMs` of the client */
  readonly timeoutMs?: number | undefined;
}

const PARTS: CheckTable<RequestParts> = {
  query: anything,
  secrets: anything,
  body: anything,
  jobId: anything,
  idempotencyKey: anything,
  timeoutMs: limit,
};

/**
 * Sends requests to one service. Headers are private, so printing the client does not show the key.
 *
 * @example
 * const http = new HttpClient({ baseUrl: 'https://dubs.example.com', headers: { 'x-api-key': apiKey } });
 * const dubs: Transport = {
 *   create: ({ video }, idempotencyKey) =>
 *     http.send('POST', ['dubs'], { body: { video }, idempotencyKey }).pipe(map(response => response.text('dub', 'id'))),
 *   status: jobId =>
 *     http.send('GET', ['dubs', jobId], { jobId }).pipe(map(response => ({ jobId, status: response.text('dub', 'state') }))),
 * };
 */
export class HttpClient {
  readonly #baseUrl: BaseUrl;
  readonly #ky: Ky;
  readonly #send: Send;
  readonly #headers: RequestHeaders;
  readonly #timeoutMs: number;
  readonly #maxBytes: number;

  /** @throws TypeError or RangeError for an invalid URL, header or limit, or an unknown option. */
  constructor(options: HttpOptions) {
    const { baseUrl, allowInsecure = false, ...rest } = checkOptions('send requests', options, HTTP);
    const headers = new RequestHeaders(rest.headers);
    this.#baseUrl = parseBaseUrl(baseUrl, headers.hasSecret && !allowInsecure);
    this.#headers = headers;
    this.#ky = kyInstance({ baseUrl: this.#baseUrl, headers });
    this.#send = rest.fetch === undefined ? platformFetch : fetchAdapter(rest.fetch);
    this.#timeoutMs = rest.requestTimeoutMs ?? 30_000;
    this.#maxBytes = rest.maxBodyBytes ?? 1_048_576;
  }

  /** The base URL of all requests, without a trailing slash. */
  get baseUrl(): string {
    const { origin, path } = this.#baseUrl;
    return origin + path;
  }

  /**
   * Sends one request to a path below the base URL. Redirects are not followed, and nothing is sent twice, except once after a 401 if a header comes from a function.
   *
   * *Emits* the response, asynchronously, if it is a 2xx with JSON or an empty body. *Completes* after it. *Errors* with a `TranslationError`.
   * *On unsubscribe* aborts the request.
   *
   * @param path Its segments; each is encoded.
   * @throws TypeError if the path would lead outside the base URL, or the body cannot be sent as JSON; TypeError or RangeError for an invalid or unknown part.
   */
  send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: readonly string[],
    parts: RequestParts = {},
  ): Observable<HttpResponse> {
    const {
      query,
      secrets = secretsIn(query),
      body,
      jobId,
      idempotencyKey,
      timeoutMs = this.#timeoutMs,
    } = checkOptions('send requests', parts, PARTS);
    // Throws for values that JSON cannot represent. Inside ky the same error would look like a network failure.
    const json = JSON.stringify(body) as string | undefined;
    const { redactor, provide } = this.#headers;
    redactor.learn(secrets);
    const { origin, path: basePath } = this.#baseUrl;
    const pathname = pathOf(path);
    const label = `${method} ${basePath}/${pathname}`;
    const request = { label, origin, about: { jobId, idempotencyKey }, redactor };
    const input = pathname + searchOf(query);
    const options = {
      method,
      // Absent instead of undefined, because ky copies all options once for each one present.
      ...(body !== undefined && { json: body }),
      ...(idempotencyKey !== undefined && { headers: { 'idempotency-key': idempotencyKey } }),
    };
    return exchange(request, timeoutMs, async abort => {
      // Not passed as ky's `signal`: ky would combine it with its own, which takes a tenth of the CPU of a poll (`bench/over-http`).
      const send = (given: RequestInfo | URL) => {
        abort.isSent = true;
        return this.#send(given as Request, abort.signal, json);
      };
      const ask = (wasRefused: boolean) => {
        abort.isSent = false;
        return this.#ky(input, { ...options, fetch: send, context: { request, wasRefused } });
      };
      let response = await ask(false);
      if (response.status === 401 && provide !== undefined) {
        cancelBody(response);
        response = await ask(true);
      }
      return await readResponse(response, { request, maxBytes: this.#maxBytes, abort });
    });
  }
}
