import { anything, checkOptions, type CheckTable } from '../../model/checks.js';
import { HttpClient } from '../http/http-client.js';
import { HTTP, limit, type HttpOptions } from '../http/http-options.js';
import type { ProvideContext, Provided } from '../http/request-headers.js';

/**
 * Either a key or a token. For tokens that expire, it may be a function, which is called before each request and again after a 401.
 *
 * @example
 * heygenApi({ accessToken: async ({ wasRefused }) => (await session(wasRefused)).token })
 */
export type HeygenCredentials =
  | { readonly apiKey: Provided<string>; readonly accessToken?: undefined }
  | { readonly accessToken: Provided<string>; readonly apiKey?: undefined };

/** How to reach HeyGen. */
export type HeygenOptions = HeygenCredentials & {
  /** The URL of the API, or of a gateway to it. @default 'https://api.heygen.com' */
  readonly baseUrl?: string | URL | undefined;
  /** Sends the requests. @default globalThis.fetch */
  readonly fetch?: HttpOptions['fetch'];
  /** Time limit of one request, including the whole response, in ms. @default 30_000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Time limit of one attempt to create jobs, in ms. HeyGen can take tens of seconds, and after a timeout the jobs may exist. @default 120_000 */
  readonly createTimeoutMs?: number | undefined;
  /**
   * The longest body that is read, in bytes after decompression. A bulk response for 100 jobs has to fit.
   * @default 1_048_576 (1 MiB)
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * Allows sending the key over plain http to another machine, for a mock backend in a private network such as that of containers.
   * @default false
   */
  readonly allowInsecure?: boolean | undefined;
};

const { headers: _, ...HTTP_WITHOUT_HEADERS } = HTTP;
const OPTIONS: CheckTable<HeygenOptions> = {
  // Checked below, because messages must not show these values.
  apiKey: anything,
  accessToken: anything,
  createTimeoutMs: limit,
  ...HTTP_WITHOUT_HEADERS,
};

/** @throws TypeError or RangeError for invalid options; the message never shows a key. */
export function heygenHttp(options: HeygenOptions): HttpClient {
  checkOptions('reach HeyGen', options, OPTIONS);
  const { baseUrl = 'https://api.heygen.com', apiKey, accessToken, createTimeoutMs: _, ...rest } = options;
  if ((apiKey === undefined) === (accessToken === undefined)) {
    throw new TypeError('Cannot reach HeyGen: pass either `apiKey` or `accessToken`');
  }
  const headers =
    apiKey === undefined
      ? { authorization: checked('accessToken', accessToken, token => `Bearer ${token}`) }
      : { 'x-api-key': checked('apiKey', apiKey, key => key) };
  return new HttpClient({ ...rest, baseUrl, headers });
}

const PRINTABLE = /^[\x21-\x7e]+$/;

function checked(name: string, secret: unknown, toHeader: (secret: string) => string): Provided<string> {
  if (typeof secret === 'function') {
    const provide = secret as (context: ProvideContext) => unknown;
    return async context => {
      const given = await provide(context);
      // The check of headers refuses an empty one.
      return typeof given === 'string' && PRINTABLE.test(given) ? toHeader(given) : '';
    };
  }
  if (typeof secret === 'string' && PRINTABLE.test(secret)) return toHeader(secret);
  const why =
    secret === ''
      ? 'is empty: is its environment variable set?'
      : 'must be one word of printable ASCII, or a function (not shown: it is secret)';
  throw new TypeError(`Cannot reach HeyGen: \`${name}\` ${why}`);
}
