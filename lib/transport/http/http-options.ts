import type { Fetch } from './own-fetch.js';

/** Where a service is, and how requests to it are sent. */
export interface HttpOptions {
  /** Address of the service, with or without a path. Plain http is for this machine, or for requests without a key. */
  readonly baseUrl: string | URL;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** @default the platform's own */
  readonly fetch?: Fetch | undefined;
  /** Time limit of one request, its whole response included, in ms. @default 30_000 */
  readonly requestTimeoutMs?: number | undefined;
  /** The longest body that is read, in bytes after decompression. @default 1_048_576 */
  readonly maxBodyBytes?: number | undefined;
}

/** The longest delay that a timer can hold, in ms: with a longer one it fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/**
 * Checks a limit in ms or bytes.
 *
 * @throws RangeError unless it is more than 0 and at most 2147483647.
 */
export function checkLimit(name: string, value: unknown): number {
  if (typeof value === 'number' && value > 0 && value <= MAX_DELAY_MS) return value;
  const got = typeof value === 'number' ? value : typeof value;
  throw new RangeError(
    `Cannot send requests: \`${name}\` must be more than 0 and at most ${MAX_DELAY_MS}, got ${got}`,
  );
}
