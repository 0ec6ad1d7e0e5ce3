import { concatMap, defer, EMPTY, of, take, throwError, timeout, type Observable } from 'rxjs';
import { errorFromJson } from '../../model/error-json.js';
import { TimeoutError } from '../../model/errors.js';
import type { JobId, JobStatus } from '../../model/job.js';
import { initialState } from '../../policy/watch/state.js';
import type { WatchUpdate } from './updates/watch-source.js';
import { WORKER_GRACE_MS } from '../policy/limits.js';
import type { DurableDeps } from './durable-deps.js';

/**
 * The status of a job, as a worker last saw it. An unwatched job is polled once.
 *
 * *Emits* it and *completes*. *Errors* as the poll does, and with a `TimeoutError` if no worker polls. *On unsubscribe* stops waiting.
 */
export function durableStatus(jobId: JobId, deps: DurableDeps): Observable<JobStatus> {
  const { updates, scheduler } = deps;
  return defer(() => {
    // With the deadline now, there is one poll.
    const state = initialState({ jobId, firstPoll: 'at-once' }, { now: 0, rules: { timeoutMs: 0 } });
    const tooLate = () =>
      new TimeoutError(`No worker has polled job ${jobId} within ${WORKER_GRACE_MS} ms`, { jobId });
    return updates
      .watch({ state })
      .pipe(
        concatMap(statusOf),
        take(1),
        timeout({ first: WORKER_GRACE_MS, scheduler, with: () => throwError(tooLate) }),
      );
  });
}

function statusOf(update: WatchUpdate): Observable<JobStatus> {
  if (update === 'missing') return EMPTY;
  const { state, end } = update;
  if (state.polls > 0) return of(state.status);
  if (end?.error === undefined) return EMPTY;
  throw errorFromJson(end.error);
}
