import { isNetworkError, isProtocolError, isRateLimitError, isServerError } from '../../lib/index.js';

/** What Node's codes for a failed connection mean. */
const REASONS: readonly (readonly [code: RegExp, reason: string])[] = [
  [/^ECONNREFUSED$/, 'connection refused'],
  [/^ENOTFOUND$/, 'host not found'],
  [/^EAI_AGAIN$/, 'the host name cannot be resolved at the moment'],
  [/^E(?:NET|HOST)UNREACH$/, 'no route to the host'],
  [/^(?:UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, 'connecting timed out'],
  [/^(?:UND_ERR_SOCKET|ECONNRESET|EPIPE)$/, 'connection closed'],
  [/^(?:ERR_SSL_\w+|EPROTO)$/, 'no TLS connection'],
];

/** A clause about a failed request: `cannot reach http://127.0.0.1:3000: connection refused (ECONNREFUSED)`. */
export function whatIsWrong(error: unknown, url: string): string {
  if (isNetworkError(error)) {
    const { code } = error;
    if (code === 'timeout' || code === undefined) return `no response from ${url}`;
    const [, reason] = REASONS.find(([sign]) => sign.test(code)) ?? [];
    return `cannot reach ${url}: ${reason === undefined ? code : `${reason} (${code})`}`;
  }
  if (isRateLimitError(error)) return 'the service is limiting requests (429)';
  if (isServerError(error)) return `the service is failing (${error.status})`;
  if (!isProtocolError(error)) return 'the service keeps failing';
  return `the responses from ${url} are ${error.code === 'not_json' ? 'not JSON' : 'unreadable'}`;
}

/** How likely it is that a wrong URL caused an error. Retrying does not help after a `certain` one; three `likely` ones in a row end a watch. */
export type UrlDoubt = 'possible' | 'likely' | 'certain';

/** Is a wrong URL the reason? Certainly, if the host does not exist or does not speak TLS. */
export function urlDoubt(error: unknown): UrlDoubt | undefined {
  if (isProtocolError(error)) return 'likely';
  if (!isNetworkError(error)) return undefined;
  return /^(?:ENOTFOUND|ERR_SSL_\w+|EPROTO)$/.test(error.code ?? '') ? 'certain' : 'possible';
}
