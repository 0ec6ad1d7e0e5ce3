import { catchError, map, merge, of, take, type Observable } from 'rxjs';
import { toTranslationError, type TranslationError } from '../../model/errors.js';
import { sendRequest, type WorkerRequest } from './send-request.js';

/** How a request ended. */
export type RequestOutcome<T> =
  | { readonly type: 'answer'; readonly answer: T }
  | { readonly type: 'failure'; readonly error: TranslationError }
  /** The worker stopped before an answer came. */
  | { readonly type: 'aborted' };

/**
 * Sends one request of a worker.
 *
 * *Emits* how it ended and *completes*. Never *errors*. *On unsubscribe* aborts it.
 *
 * @param aborting$ Emits when the worker aborts its requests.
 */
export function requestOutcome<T>(
  request: WorkerRequest<T>,
  aborting$: Observable<unknown>,
): Observable<RequestOutcome<T>> {
  return merge(
    sendRequest(request).pipe(
      map((answer): RequestOutcome<T> => ({ type: 'answer', answer })),
      catchError((error: unknown) =>
        of<RequestOutcome<T>>({ type: 'failure', error: toTranslationError(error) }),
      ),
    ),
    aborting$.pipe(map((): RequestOutcome<T> => ({ type: 'aborted' }))),
  ).pipe(take(1));
}
