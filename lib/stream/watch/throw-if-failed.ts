import { map, type OperatorFunction } from 'rxjs';
import { JobFailedError } from '../../model/errors.js';
import type { CompletedSnapshot, JobSnapshot, OpenSnapshot } from '../../model/job.js';

/**
 * Turns a failed job into an error.
 *
 * *Emits* all other snapshots. *Errors* with `JobFailedError` for a snapshot with status `error`, and as the source does. *Completes* with the source. *On unsubscribe*
 * unsubscribes from the source.
 *
 * @example
 * client.watch(jobId).pipe(throwIfFailed()).subscribe({
 *   next: job => console.log(job.status), // pending, running or completed
 *   error: error => console.error(error.message),
 * });
 */
export function throwIfFailed(): OperatorFunction<JobSnapshot, OpenSnapshot | CompletedSnapshot> {
  return map(snapshot => {
    if (snapshot.status === 'error') throw new JobFailedError(snapshot);
    return snapshot;
  });
}
