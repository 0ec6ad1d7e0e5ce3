import { catchError, defer, from, map, mergeMap, of, tap, throwError, type Observable } from 'rxjs';
import {
  isAuthenticationError,
  isQuotaError,
  toTranslationError,
  type TranslationError,
} from '../../model/errors.js';
import type { JobId } from '../../model/job.js';

/** How one create of many went; `at` is its place among them. */
export type CreateOutcome =
  | { readonly at: number; readonly jobIds: readonly JobId[] }
  | { readonly at: number; readonly error: TranslationError };

/**
 * Carries out many creates, at most `concurrency` at once. One that fails does not stop the others, unless its reason concerns them all: a
 * wrong key, or an empty account.
 *
 * *Emits* one outcome for each create. *Completes* after the last; never *errors*. *On unsubscribe* aborts those under way.
 */
export function createAll(
  creates: readonly Observable<readonly JobId[]>[],
  concurrency: number,
): Observable<CreateOutcome> {
  let refusal: TranslationError | undefined;
  function sendUnlessRefused(jobIds$: Observable<readonly JobId[]>): Observable<readonly JobId[]> {
    return defer(() => {
      const reason = refusal;
      return reason === undefined ? jobIds$ : throwError(() => reason);
    });
  }
  return from(creates).pipe(
    mergeMap(
      (jobIds$, at) =>
        sendUnlessRefused(jobIds$).pipe(
          tap({ error: (error: unknown) => (refusal ??= concernsAll(error) ? error : undefined) }),
          map(jobIds => ({ at, jobIds })),
          catchError((thrown: unknown) => of({ at, error: toTranslationError(thrown) })),
        ),
      concurrency,
    ),
  );
}

const concernsAll = (error: unknown): error is TranslationError =>
  isAuthenticationError(error) || isQuotaError(error);
