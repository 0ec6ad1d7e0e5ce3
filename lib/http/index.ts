/**
 * The library's own HTTP client, for custom transports. It adds the headers, encodes paths, reads Retry-After, limits time
 * and size, follows no redirect, turns every failure into a `TranslationError`, and keeps keys and tokens out of errors.
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
