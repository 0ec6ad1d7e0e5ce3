import { isTranslationError, type TranslationError } from '../../lib/model/errors.js';
import { lastValueFrom, type Observable, toArray } from 'rxjs';

/** What a stream did: everything it emitted, or its error. */
export async function outcomeOf<T>(stream$: Observable<T>): Promise<T[] | { error: unknown }> {
  try {
    return await lastValueFrom(stream$.pipe(toArray()));
  } catch (error) {
    return { error };
  }
}

/** The error that a stream ends with. */
export async function errorOf(
  stream$: Observable<unknown>,
): Promise<TranslationError & { status?: number; code?: string }> {
  const outcome = await outcomeOf(stream$);
  if (Array.isArray(outcome)) throw new Error(`no error, but ${JSON.stringify(outcome)}`);
  if (!isTranslationError(outcome.error)) throw outcome.error;
  return outcome.error;
}
