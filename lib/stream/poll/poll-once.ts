import { catchError, defer, EMPTY, filter, finalize, map, merge, skip, take, type Observable } from 'rxjs';
import { CircuitBreakerError, isJobNotFoundError, withDetails } from '../../model/errors.js';
import type { JobId, JobStatus } from '../../model/job.js';
import type { Breaker } from '../../options/types.js';
import { meaningOfWord } from '../../policy/watch/status-words.js';
import { retryWith, type RetryTerms } from '../retry-with.js';
import { PendingPoll, type PollInput, type PendingPollDeps } from './pending-poll.js';

/** What all single status calls of a client share. */
export interface PollOnceDeps
  extends PendingPollDeps, Omit<RetryTerms, 'timers' | 'jobId' | 'toFailure' | 'mayBeEarly' | 'isAwaited'> {
  readonly breaker: Breaker;
}

/**
 * Finds out the current status of a job.
 *
 * *Emits* its status and *completes*. *Errors* when the attempts are used up or the service refuses, with `CircuitBreakerError` if the circuit is open, and
 * with `RateLimitError` if the service asks to wait longer than `timeoutMs`. *On unsubscribe* aborts the request.
 *
 * @param notFoundUntil Until when a 404 may only mean that the service does not know the job yet, in epoch ms.
 */
export function pollOnce(jobId: JobId, deps: PollOnceDeps, notFoundUntil = 0): Observable<JobStatus> {
  const { timers, breaker, bus, timeoutMs } = deps;
  return defer(() => {
    const pendingPoll = new PendingPoll({ jobId, isOneShot: true, maxWaitMs: timeoutMs }, deps);
    const now = timers.now();
    pendingPoll.plan({ type: 'poll', at: now, notBeforeAt: now, isLast: false, until: Infinity });
    const opened$ = defer(() => breaker.state$).pipe(
      // A custom breaker may throw here. The gate asks it again, and handles that.
      catchError(() => EMPTY),
      skip(1),
      filter(({ state }) => (state === 'open' || state === 'isolated') && !pendingPoll.isSent),
      map((circuit): never => {
        const retryAfterMs = circuit.state === 'open' ? circuit.until - timers.now() : undefined;
        throw new CircuitBreakerError(`Nothing was sent: the circuit is ${circuit.state}`, { retryAfterMs });
      }),
    );
    return merge(pendingPoll.poll(statusOf), opened$).pipe(
      take(1),
      finalize(() => pendingPoll.unsubscribe()),
    );
  }).pipe(
    retryWith({
      ...deps,
      jobId,
      isAwaited: true,
      mayBeEarly: error => isJobNotFoundError(error) && timers.now() < notFoundUntil,
      toFailure: error => {
        const failed = withDetails(error, { jobId });
        bus.emit({ type: 'ERROR_OCCURRED', at: timers.now(), jobId, error: failed });
        return failed;
      },
    }),
  );
}

/** The status in a report, which has one: the request has checked it. Nothing else is awaited here: after a partial report, the job is polled once more, alone. */
const statusOf = (input: PollInput): JobStatus =>
  (input.type === 'report' ? meaningOfWord(input.report.status).status : undefined) ?? 'running';
