/**
 * The library's own HTTP client, for custom transports. It adds the headers, encodes paths, reads Retry-After, limits time
 * and size, follows no redirect, turns every failure into a `TranslationError`, and keeps keys and tokens out of errors.
 *
 * ```ts
 * import type { Transport } from 'heygen-rx';
 * import { HttpClient } from 'heygen-rx/http';
 * import { map } from 'rxjs';
 *
 * export function dubbingService(baseUrl: string, token: () => Promise<string>): Transport {
 *   const http = new HttpClient({ baseUrl, headers: { authorization: async () => `Bearer ${await token()}` } });
 *   return {
 *     create: (request, idempotencyKey) =>
 *       http.send('POST', ['dubs'], { body: request, idempotencyKey }).pipe(map(response => response.text('dub', 'id'))),
 *     status: jobId =>
 *       http.send('GET', ['dubs', jobId], { jobId }).pipe(map(response => ({ jobId, status: response.text('dub', 'state') }))),
 *   };
 * }
 * ```
 *
 * @module heygen-rx/http
 */
export { HttpClient } from '../transport/http/http-client.js';
export type { RequestParts } from '../transport/http/http-client.js';
export type { HttpOptions } from '../transport/http/http-options.js';
export type { HttpResponse } from '../transport/http/http-response.js';
export type { Fetch } from '../transport/http/own-fetch.js';
export type { HeadersOption, ProvideContext, Provided } from '../transport/http/request-headers.js';
export type { PlainHeaders } from '../transport/http/headers.js';
export { noBulkCall } from '../transport/no-bulk-call.js';
