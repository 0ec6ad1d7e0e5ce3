import { map, type OperatorFunction } from 'rxjs';
import { JobFailedError } from '../../model/errors.js';
import type { CompletedSnapshot, JobSnapshot, OpenSnapshot } from '../../model/job.js';

/**
 * For those who want a failed job to be an error.
 *
 * *Emits* all other snapshots. *Errors* with `JobFailedError` on one with status `error`. *Completes* and *unsubscribes* with the source.
 */
export function throwIfFailed(): OperatorFunction<JobSnapshot, OpenSnapshot | CompletedSnapshot> {
  return map(snapshot => {
    if (snapshot.status === 'error') throw new JobFailedError(snapshot);
    return snapshot;
  });
}
