import type { Command } from 'commander';
import { heygenApi, TranslationClient, type ClientOptions, type HeygenApi } from '../../lib/index.js';
import { credentialsIn } from './credentials.js';
import { orUsageError } from '../usage-error.js';
import type { World } from '../world.js';

/** Which service, and how to speak of it. */
export interface ServiceFlags {
  readonly baseUrl?: string;
  readonly json?: boolean;
}

export const withServiceFlags = (command: Command): Command =>
  withJsonFlag(command).option(
    '--base-url <address>',
    'a job API in place of HeyGen, such as a mock backend at http://127.0.0.1:3000',
  );

export const withJsonFlag = (command: Command): Command =>
  command.option('--json', 'print one JSON object a line');

/** The words that bring a later command to the same service. */
export const serviceWords = ({ baseUrl, json }: ServiceFlags): readonly string[] => [
  ...(baseUrl === undefined ? [] : ['--base-url', baseUrl]),
  ...(json === true ? ['--json'] : []),
];

// Somebody sits and watches, for as long as they like: failures cost patience, not attempts, and a service that is back is found
// within seconds.
const FOR_PEOPLE = {
  requestTimeoutMs: 15_000,
  retry: { maxAttempts: Number.MAX_SAFE_INTEGER, maxDelayMs: 5000 },
  circuitBreaker: { resetTimeoutMs: 3000, growth: 1.5, maxResetTimeoutMs: 15_000 },
} as const;

/**
 * A client for the job API at `--base-url`, which is never shown HeyGen's key, or else for HeyGen.
 *
 * @throws {UsageError | CredentialsError}
 */
export function clientFor({ baseUrl }: ServiceFlags, world: World): TranslationClient {
  const where = baseUrl === undefined ? { transport: heygenFor(world) } : { baseUrl };
  const options: ClientOptions = { ...where, ...FOR_PEOPLE, ...world.pace };
  return orUsageError(() => new TranslationClient(options));
}

/**
 * HeyGen, or what speaks like it at `HEYGEN_BASE_URL`.
 *
 * @throws {UsageError | CredentialsError}
 */
export function heygenFor({ env }: World): HeygenApi {
  const credentials = credentialsIn(env);
  const baseUrl = env.HEYGEN_BASE_URL;
  return orUsageError(() =>
    heygenApi({
      ...credentials,
      requestTimeoutMs: FOR_PEOPLE.requestTimeoutMs,
      ...(baseUrl !== undefined && baseUrl !== '' && { baseUrl }),
    }),
  );
}
