import { deriveKeys } from '../../lib/model/request-digest.js';
import type { TranslationRequest } from '../../lib/index.js';

/** Leaves room for the digest in the 240 characters that a service takes. */
const MAX_LENGTH = 200;

/**
 * An idempotency key for each request, derived from the command's key as for a batch. A second run with the same key creates no job twice, even if videos or languages
 * were added or reordered in between.
 *
 * @throws TypeError for a command's key that no service takes. An empty one, perhaps of an unset variable, would be the same for every command.
 */
export function jobKeys(commandKey: string, requests: readonly TranslationRequest[]): readonly string[] {
  if (!/^[\w:.-]+$/.test(commandKey) || commandKey.length > MAX_LENGTH) {
    throw new TypeError(
      `Cannot translate: --idempotency-key must be 1 to ${MAX_LENGTH} characters of A-Z a-z 0-9 _ - : ., got ${JSON.stringify(commandKey.slice(0, 60))}`,
    );
  }
  return deriveKeys(commandKey, requests);
}
