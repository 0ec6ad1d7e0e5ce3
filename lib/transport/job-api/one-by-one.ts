import { catchError, concatAll, defer, from, tap, throwError, type Observable } from 'rxjs';
import { isTranslationError, withDetails } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';

/**
 * Several creates, one after the other, as one. *Emits* each id as soon as its job exists. *Completes* after the last. *Errors* with the error of the first create
 * that fails; its `created` then names the jobs that exist. With the same keys they are not created again.
 */
export function oneByOne(creates$: readonly Observable<JobId>[]): Observable<JobId> {
  return defer(() => {
    const created: JobId[] = [];
    return from(creates$).pipe(
      concatAll(),
      tap(jobId => created.push(jobId)),
      catchError((error: unknown) => throwError(() => withCreated(error, created))),
    );
  });
}

function withCreated(error: unknown, created: readonly JobId[]): unknown {
  return created.length > 0 && isTranslationError(error) ? withDetails(error, { created }) : error;
}
