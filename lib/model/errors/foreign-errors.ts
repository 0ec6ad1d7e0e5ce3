import { textOf } from '../checks.js';
import { NetworkError } from './retryable-errors.js';
import { isTranslationError, TranslationError, withDetails } from './translation-error.js';

/**
 * Turns anything that a user's transport throws into a `TranslationError`. It says nothing about the job, so it counts as a network error. A foreign error may contain its
 * request, key included: only its name, message and code are kept.
 */
export function toTranslationError(thrown: unknown): TranslationError {
  const error = withoutForeign(thrown);
  if (isTranslationError(error)) return error;
  if (!(error instanceof Error)) return new NetworkError(`The transport failed: ${textOf(error)}`);
  const { name, message, code } = error as BareError;
  return new NetworkError(`The transport failed: ${name}: ${message}`, { cause: error, code });
}

/** The error for what a function of the user's threw, or an Observable of the user's failed with, after a sentence about it. */
export const errorFrom = (what: string, thrown: unknown): TranslationError =>
  toTranslationError(new TranslationError(`${what}: ${textOf(thrown)}`, { cause: thrown }));

/** How many causes deep an error is kept: a cause could be the error itself. */
export const MAX_CAUSES = 8;

/** An error, or the cause of one, reduced to the name, message and code of foreign errors. One of ours that cannot be copied counts as foreign, because no job could be added to it. */
function withoutForeign(thrown: unknown, depth = 0): unknown {
  if (typeof thrown !== 'object' || thrown === null) return thrown;
  if (!isTranslationError(thrown)) return bareError(thrown);
  try {
    const cause = depth < MAX_CAUSES ? withoutForeign(thrown.cause, depth + 1) : undefined;
    return withDetails(thrown, { cause });
  } catch {
    return bareError(thrown);
  }
}

type BareError = Error & { readonly code?: string };

/** What can be shown of a foreign error. Even reading a field may throw, as with lazily parsed objects. */
export function bareError(thrown: object): BareError {
  const text = (field: string): string | undefined => {
    try {
      const value: unknown = Reflect.get(thrown, field);
      return typeof value === 'string' ? value : undefined;
    } catch {
      return undefined;
    }
  };
  const bare = new Error(text('message') ?? 'no message');
  bare.name = text('name') ?? 'Error';
  const code = text('code');
  return code === undefined ? bare : Object.assign(bare, { code });
}
