import { jobApi, TranslationClient, type ClientOptions, type Transport } from '../../lib/index.js';
import { orUsageError } from '../errors/usage-error.js';
import type { ServiceFlags } from '../flags/service-flags.js';
import type { Host } from '../host.js';
import { hidePassword } from '../text/hide-password.js';
import { checkProxy } from './check-proxy.js';
import { credentialsFrom } from './credentials-from.js';
import { heygenUrl, heygenDraft } from './heygen-for.js';

// A person is waiting at a terminal and decides when to give up: attempts are unlimited, and delays short enough to
// notice within seconds that the service is back.
const FOR_PEOPLE = {
  requestTimeoutMs: 15_000,
  retry: { maxAttempts: Number.MAX_SAFE_INTEGER, maxDelayMs: 5000 },
  circuitBreaker: { resetTimeoutMs: 3000, growth: 1.5, maxResetTimeoutMs: 15_000 },
} as const;

/**
 * A client for the job API at `--base-url`, which never gets HeyGen's key, or else for HeyGen. It can be made without a key, so that wrong
 * usage is found first: call `checkAccess` before anything is sent.
 *
 * @throws {UsageError}
 */
export function clientFor({ baseUrl }: ServiceFlags, host: Host): TranslationClient {
  const where = baseUrl === undefined ? { transport: heygenDraft(host) } : { baseUrl };
  const options: ClientOptions = { ...where, ...FOR_PEOPLE, ...host.clientOptions };
  return orUsageError(() => new TranslationClient(options));
}

/**
 * What a worker sends its requests with, made as the client above is.
 *
 * @throws {UsageError}
 */
export const workerTransportFor = ({ baseUrl }: ServiceFlags, host: Host): Transport =>
  baseUrl === undefined ? heygenDraft(host) : orUsageError(() => jobApi({ baseUrl }));

/**
 * A client for a server with a single job without an id, at `GET /status`.
 *
 * @throws {UsageError}
 */
export function implicitJobClientFor(baseUrl: string, host: Host): TranslationClient {
  return orUsageError(() => {
    const transport = jobApi({ baseUrl, implicit: true });
    return new TranslationClient({ transport, ...FOR_PEOPLE, ...host.clientOptions });
  });
}

/** The URL of the service, without a password. */
export const serviceUrl = ({ baseUrl }: ServiceFlags, host: Host): string =>
  hidePassword(baseUrl ?? heygenUrl(host));

/**
 * Checks that the service can be used: that there is a key for HeyGen, and that no unusable proxy is configured.
 *
 * @throws {CredentialsError | ProxyError}
 */
export function checkAccess({ baseUrl }: ServiceFlags, host: Host): void {
  if (baseUrl === undefined) credentialsFrom(host.env, true);
  checkProxy(baseUrl ?? heygenUrl(host), host);
}
