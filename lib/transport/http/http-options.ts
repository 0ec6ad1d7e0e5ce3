import { aFlag, aFunction, aNumber, anything, type CheckTable } from '../../model/checks.js';
import type { Fetch } from './own-fetch.js';
import type { HeadersOption } from './request-headers.js';

/** Where a service is, and how requests to it are sent. */
export interface HttpOptions {
  /** The URL of the service, with or without a path. Plain http is allowed for this machine, or without a key. */
  readonly baseUrl: string | URL;
  /**
   * Sent with every request. A header may be a function, and so may `headers` itself; functions are called before each request, and again after a 401. Values of headers
   * are kept out of all errors and reports.
   */
  readonly headers?: HeadersOption | undefined;
  /**
   * Allows sending headers with a key over plain http to another machine, for private networks such as those of containers.
   * @default false
   */
  readonly allowInsecure?: boolean | undefined;
  /** Sends the requests. @default the platform's own */
  readonly fetch?: Fetch | undefined;
  /** Time limit of one request, its whole response included, in ms. @default 30_000 */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * The longest body that is read, in bytes after decompression. A bulk response for 100 jobs has to fit.
   * @default 1_048_576 (1 MiB)
   */
  readonly maxBodyBytes?: number | undefined;
}

/** The longest delay of a platform timer, in ms; with a longer one it fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** A limit in ms or bytes. */
export const limit = aNumber(
  value => value > 0 && value <= MAX_DELAY_MS,
  `more than 0 and at most ${MAX_DELAY_MS}`,
);

/** The checks of the options, except for the URL and the headers. */
export const HTTP: CheckTable<HttpOptions> = {
  baseUrl: anything,
  headers: anything,
  allowInsecure: aFlag,
  fetch: aFunction,
  requestTimeoutMs: limit,
  maxBodyBytes: limit,
};
