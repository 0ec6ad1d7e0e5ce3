import { defer, skip, type Observable, type Subscription } from 'rxjs';
import { CircuitBreakerError, withDetails, type TranslationError } from '../../model/errors.js';
import type { JobId, JobStatus } from '../../model/job.js';
import type { Breaker } from '../../options/types.js';
import { afterReport, newStanding } from '../../policy/watch/standing.js';
import type { DueListener, DueSignal } from '../watch/alarm.js';
import { retryWith } from '../retry-with.js';
import type { WatchDeps } from '../watch/watch-run.js';

/**
 * Asks once where a job stands.
 *
 * *Emits* its status and *completes*. *Errors* when the attempts are used up, as the service refuses, and with `CircuitBreakerError` rather than wait
 * for an open circuit. *On unsubscribe* aborts the request.
 */
export function pollOnce(jobId: JobId, breaker: Breaker, deps: WatchDeps): Observable<JobStatus> {
  const { batcher, bus, scheduler } = deps;
  const tell = (error: TranslationError): TranslationError => {
    const told = withDetails(error, { jobId });
    bus.emit({ type: 'ERROR_OCCURRED', at: scheduler.now(), jobId, error: told });
    return told;
  };
  const poll = () =>
    batcher.poll({
      jobId,
      dueAt: scheduler.now(),
      signal: new AtOnce(breaker),
      whenOpen: () => 'fail',
      answered: report => afterReport(newStanding(jobId, scheduler.now()), report, scheduler.now()).status,
    });
  return defer(poll).pipe(
    retryWith({
      ...deps,
      onRetry: (error, attempt, delayMs) =>
        bus.emit({ type: 'RETRY_ATTEMPTED', at: scheduler.now(), jobId, attempt, delayMs, error }),
      toFailure: tell,
    }),
  );
}

/** Due at once; a circuit that opens while the poll stands in the queue calls it off. */
class AtOnce implements DueSignal {
  readonly #breaker: Breaker;
  #watching: Subscription | undefined;

  constructor(breaker: Breaker) {
    this.#breaker = breaker;
  }

  start(listener: DueListener): void {
    this.#watching = this.#breaker.state$.pipe(skip(1)).subscribe(({ state }) => {
      if (state === 'open' || state === 'isolated') {
        listener.callOff(new CircuitBreakerError(`Nothing was sent: the circuit is ${state}`));
      }
    });
    listener.due();
  }

  stop(): void {
    this.#watching?.unsubscribe();
  }
}
