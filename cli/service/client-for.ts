import { heygenApi, TranslationClient, type ClientOptions, type HeygenApi } from '../../lib/index.js';
import { orUsageError } from '../errors/usage-error.js';
import type { ServiceFlags } from '../flags/service-flags.js';
import type { Host } from '../host.js';
import { credentialsFrom } from './credentials-from.js';

// Someone is waiting at a terminal and decides for themselves when to give up: attempts are unlimited, and delays short enough to
// notice within seconds that the service is back.
const FOR_PEOPLE = {
  requestTimeoutMs: 15_000,
  retry: { maxAttempts: Number.MAX_SAFE_INTEGER, maxDelayMs: 5000 },
  circuitBreaker: { resetTimeoutMs: 3000, growth: 1.5, maxResetTimeoutMs: 15_000 },
} as const;

/**
 * A client for the job API at `--base-url`, which never gets HeyGen's key, or else for HeyGen.
 *
 * @throws {UsageError | CredentialsError}
 */
export function clientFor({ baseUrl }: ServiceFlags, host: Host): TranslationClient {
  const where = baseUrl === undefined ? { transport: heygenFor(host) } : { baseUrl };
  const options: ClientOptions = { ...where, ...FOR_PEOPLE, ...host.clientOptions };
  return orUsageError(() => new TranslationClient(options));
}

/**
 * HeyGen, or a service with the same API at `HEYGEN_BASE_URL`.
 *
 * @throws {UsageError | CredentialsError}
 */
export function heygenFor({ env }: Host): HeygenApi {
  const credentials = credentialsFrom(env);
  const baseUrl = env.HEYGEN_BASE_URL;
  return orUsageError(() =>
    heygenApi({
      ...credentials,
      requestTimeoutMs: FOR_PEOPLE.requestTimeoutMs,
      ...(baseUrl !== undefined && baseUrl !== '' && { baseUrl }),
    }),
  );
}
