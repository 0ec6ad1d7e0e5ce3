import { heygenApi, type HeygenApi, type HeygenCredentials } from '../../lib/index.js';
import { orUsageError } from '../errors/usage-error.js';
import type { Host } from '../host.js';
import { checkProxy } from './check-proxy.js';
import { credentialsFrom, credentialsOrPlaceholder } from './credentials-from.js';

/** Short, since a person is waiting at a terminal. */
const REQUEST_TIMEOUT_MS = 15_000;

/** HeyGen's URL, unless `HEYGEN_BASE_URL` names a server with the same API. */
const HEYGEN = 'https://api.heygen.com';

/**
 * HeyGen, ready to be used.
 *
 * @throws {UsageError | CredentialsError | ProxyError}
 */
export function heygenFor(host: Host): HeygenApi {
  const heygen = heygenWith(credentialsFrom(host.env), host);
  checkProxy(heygenUrl(host), host);
  return heygen;
}

/**
 * HeyGen with or without a key: to find wrong usage first. Call `checkAccess` before anything is sent.
 *
 * @throws {UsageError}
 */
export const heygenDraft = (host: Host): HeygenApi => heygenWith(credentialsOrPlaceholder(host), host);

const heygenWith = (credentials: HeygenCredentials, host: Host): HeygenApi =>
  orUsageError(
    () => heygenApi({ ...credentials, baseUrl: heygenUrl(host), requestTimeoutMs: REQUEST_TIMEOUT_MS }),
    'HEYGEN_BASE_URL',
  );

export const heygenUrl = ({ env: { HEYGEN_BASE_URL = '' } }: Host): string =>
  HEYGEN_BASE_URL === '' ? HEYGEN : HEYGEN_BASE_URL;
