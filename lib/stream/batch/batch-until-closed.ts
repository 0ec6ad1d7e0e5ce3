import { defer, tap, type Observable } from 'rxjs';
import type { BatchSnapshot } from '../../model/batch.js';
import type { TranslationError } from '../../model/errors.js';
import type { OpenStreams } from '../open-streams.js';

/**
 * A batch, ended when the client is closed.
 *
 * Closing the client also ends the watches of all open jobs: once all creates have ended, the first of those watches ends the batch. If no job is open, the batch is
 * about to complete anyway.
 *
 * *Emits* and *completes* as the batch does. *Errors* as the batch does, and when the client is closed, with what `toError` returns. *On unsubscribe* unsubscribes from the batch.
 */
export function batchUntilClosed(
  batch$: Observable<BatchSnapshot>,
  openStreams: OpenStreams,
  toError: (closed: TranslationError) => unknown,
): Observable<BatchSnapshot> {
  return defer(() => {
    let latest: BatchSnapshot | undefined;
    const checked$ = batch$.pipe(
      tap(batch => {
        const { closed } = openStreams;
        if (closed !== undefined && latest !== undefined && batch.counts.lost > latest.counts.lost)
          throw toError(closed) as Error;
        latest = batch;
      }),
    );
    return openStreams.untilClosed(checked$, closed =>
      latest !== undefined && haveCreatesEnded(latest) ? undefined : toError(closed),
    );
  });
}

/** Has every job an id, or the error of its create? */
const haveCreatesEnded = (batch: BatchSnapshot): boolean =>
  [...batch.jobs()].every(({ jobId, error }) => jobId !== undefined || error !== undefined);
