import { defer, map, skip, Subscription, type Observable, type SchedulerLike } from 'rxjs';
import { CircuitBreakerError, withDetails, type TranslationError } from '../model/errors.js';
import type { JobId, JobStatus } from '../model/job.js';
import type { Breaker } from '../options.js';
import { afterReport, newStanding } from '../policy/standing.js';
import { retryWith } from './retry-with.js';
import type { LookTerms } from './seat.js';
import type { WatchDeps } from './watch-run.js';

/**
 * Asks once where a job stands.
 *
 * *Emits* its status and *completes*. *Errors* when the attempts are used up, as the service refuses, and with `CircuitBreakerError` rather than wait
 * for an open circuit. *On unsubscribe* aborts the request.
 */
export function lookOnce(jobId: JobId, breaker: Breaker, deps: WatchDeps): Observable<JobStatus> {
  const { lookup, bus, scheduler } = deps;
  const tell = (error: TranslationError): TranslationError => {
    const told = withDetails(error, { jobId });
    bus.emit({ type: 'ERROR_OCCURRED', at: scheduler.now(), jobId, error: told });
    return told;
  };
  return defer(() => lookup.seat(jobId, atOnce(breaker, scheduler)).look$).pipe(
    retryWith({
      ...deps,
      onRetry: (error, attempt, delayMs) =>
        bus.emit({ type: 'RETRY_ATTEMPTED', at: scheduler.now(), jobId, attempt, delayMs, error }),
      toFailure: tell,
    }),
    map(report => afterReport(newStanding(jobId, scheduler.now()), report, scheduler.now()).status),
  );
}

/** Due at once. A circuit that opens while the look stands in the queue calls it off. */
function atOnce(breaker: Breaker, scheduler: SchedulerLike): LookTerms {
  const opening = new Subscription();
  return {
    dueAt: scheduler.now(),
    whenOpen: 'fail',
    start: look => {
      opening.add(
        breaker.state$.pipe(skip(1)).subscribe(({ state }) => {
          if (state === 'open' || state === 'isolated')
            look.callOff(new CircuitBreakerError(`Nothing was sent: the circuit is ${state}`));
        }),
      );
      look.comeDue();
    },
    stop: () => opening.unsubscribe(),
  };
}
