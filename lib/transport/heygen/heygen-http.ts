import { checkNames } from '../../model/checks.js';
import { Http, type HttpOptions } from '../http/http.js';

/** What you show HeyGen to be let in: a key or a token, never both. */
export type HeygenCredentials =
  | { readonly apiKey: string; readonly accessToken?: never }
  | { readonly accessToken: string; readonly apiKey?: never };

export type HeygenOptions = HeygenCredentials & {
  /** @default 'https://api.heygen.com' */
  readonly baseUrl?: string | URL | undefined;
  /** @default the platform's own */
  readonly fetch?: HttpOptions['fetch'];
  /** Time for one request and the whole of its answer, in ms. @default 30_000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Time for one try to create jobs, in ms: HeyGen can take tens of seconds, and a time-out leaves open whether they exist. @default 120_000 */
  readonly createTimeoutMs?: number | undefined;
  /** The longest answer that is read, in bytes after decompression. @default 1_048_576 */
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
export function heygenHttp(options: HeygenOptions): Http {
  checkNames('reach HeyGen', options, OPTIONS);
  const { baseUrl = 'https://api.heygen.com', fetch, requestTimeoutMs, maxBodyBytes } = options;
  return new Http({ baseUrl, headers: credentials(options), fetch, requestTimeoutMs, maxBodyBytes });
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
