import { checkNames } from '../../model/checks.js';
import { HttpClient } from '../http/http-client.js';
import type { HttpOptions } from '../http/http-options.js';

/** A key or a token, never both. */
export type HeygenCredentials =
  | { readonly apiKey: string; readonly accessToken?: never }
  | { readonly accessToken: string; readonly apiKey?: never };

/** How to reach HeyGen. */
export type HeygenOptions = HeygenCredentials & {
  /** @default 'https://api.heygen.com' */
  readonly baseUrl?: string | URL | undefined;
  /** @default the platform's own */
  readonly fetch?: HttpOptions['fetch'];
  /** Time limit of one request, its whole response included, in ms. @default 30_000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Time limit of one attempt to create jobs, in ms: HeyGen can take tens of seconds, and after a time-out they may exist. @default 120_000 */
  readonly createTimeoutMs?: number | undefined;
  /** The longest body that is read, in bytes after decompression. @default 1_048_576 */
  readonly maxBodyBytes?: number | undefined;
};

const OPTIONS = [
  'apiKey',
  'accessToken',
  'baseUrl',
  'fetch',
  'requestTimeoutMs',
  'createTimeoutMs',
  'maxBodyBytes',
];

/** @throws TypeError or RangeError for options that cannot be used; a key is never shown in it. */
export function heygenHttp(options: HeygenOptions): HttpClient {
  checkNames('reach HeyGen', options, OPTIONS);
  const { baseUrl = 'https://api.heygen.com', fetch, requestTimeoutMs, maxBodyBytes } = options;
  return new HttpClient({ baseUrl, headers: credentials(options), fetch, requestTimeoutMs, maxBodyBytes });
}

function credentials({ apiKey, accessToken }: HeygenOptions): Readonly<Record<string, string>> {
  if ((apiKey === undefined) === (accessToken === undefined)) {
    throw new TypeError('Cannot reach HeyGen: give either `apiKey` or `accessToken`');
  }
  return apiKey === undefined
    ? { authorization: `Bearer ${checked('accessToken', accessToken)}` }
    : { 'x-api-key': checked('apiKey', apiKey) };
}

function checked(name: string, secret: unknown): string {
  if (typeof secret === 'string' && /^[\x21-\x7e]+$/.test(secret)) return secret;
  throw new TypeError(
    `Cannot reach HeyGen: \`${name}\` must be one word of printable ASCII (not shown: it is secret)`,
  );
}
