import type { Host } from '../host.js';

/** The attempts of one request; of a file, those in a row that bring nothing new. */
export const MAX_ATTEMPTS = 4;

/** The delay after `failed` attempts, in ms. It grows with each, and is never shorter than the service has asked for. */
export function retryDelayMs(
  failed: number,
  retryAfterMs: number | undefined,
  { clientOptions }: Pick<Host, 'clientOptions'>,
): number {
  // A person is waiting: delays are short, unless the service asks for longer.
  const { initialDelayMs = 500, multiplier = 2, maxDelayMs = 5000 } = clientOptions?.retry ?? {};
  return Math.max(retryAfterMs ?? 0, Math.min(maxDelayMs, initialDelayMs * multiplier ** (failed - 1)));
}
