import { createHash } from 'node:crypto';
import type { TranslationRequest } from '../../lib/index.js';

/** Leaves room for the digest in the 240 characters that a service takes. */
const MAX_LENGTH = 200;

/**
 * An idempotency key for each request: the command's key, a digest of the request, and a number among equal requests. A second run
 * with the same key creates no job twice, even if videos or languages were added or reordered in between.
 *
 * @throws TypeError for a command's key that no service takes. An empty one, perhaps of an unset variable, would be the same for every command.
 */
export function jobKeys(commandKey: string, requests: readonly TranslationRequest[]): readonly string[] {
  if (!/^[\w:.-]+$/.test(commandKey) || commandKey.length > MAX_LENGTH) {
    throw new TypeError(
      `Cannot translate: \`idempotencyKey\` must be 1 to ${MAX_LENGTH} characters of A-Z a-z 0-9 _ - : ., got ${JSON.stringify(commandKey.slice(0, 60))}`,
    );
  }
  const seen = new Map<string, number>();
  return requests.map(request => {
    const digest = createHash('sha256').update(canonicalJson(request)).digest('hex').slice(0, 16);
    const occurrence = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, occurrence);
    return `${commandKey}:${digest}:${occurrence}`;
  });
}

/** JSON with sorted keys: equal requests give equal texts. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
