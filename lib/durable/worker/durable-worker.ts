import {
  catchError,
  defer,
  delay,
  EMPTY,
  filter,
  finalize,
  map,
  merge,
  ReplaySubject,
  Subject,
  takeUntil,
  type Observable,
} from 'rxjs';
import { atLeast, checkOptions } from '../../model/checks.js';
import type { TranslationError } from '../../model/errors.js';
import type { ClientEvent } from '../../model/events.js';
import { breakerEvents } from '../../stream/breaker/breaker-events.js';
import { steadyClock } from '../../stream/time/clock.js';
import { longTimer } from '../../stream/time/long-timer.js';
import { RetryTokens } from '../../policy/retry/retry-tokens.js';
import { claimLoop } from './claims/claim-loop.js';
import { cleaning } from './account/cleaning.js';
import { CreateLane } from './lanes/create-lane.js';
import { DueHints } from './claims/due-hints.js';
import { PollLane } from './lanes/poll-lane.js';
import { SharedCircuit } from './account/shared-circuit.js';
import { sharedLearning } from './account/shared-learning.js';
import { Slots } from './claims/slots.js';
import type { WorkerDeps } from './worker-deps.js';
import { resolveWorker, type DurableWorkerOptions } from './worker-options.js';
import { WorkerRules } from './worker-rules.js';
import { workerStats, type WorkerStats } from './account/worker-stats.js';

/** How long a stopping worker tries to settle aborted requests, in ms. */
const LAST_SETTLE_MS = 5000;

/**
 * Sends the requests of durable watches and creates. Any number of workers, in any number of processes, share an account: its work, its rate limit, its circuit, and what their
 * schedules learn.
 *
 * @example
 * const worker = new DurableWorker({ engine, transport: heygenApi({ apiKey }) }).start();
 * process.once('SIGTERM', () => void worker.stop());
 *
 * @throws RangeError or TypeError for an unknown option, or one out of bounds.
 */
export class DurableWorker {
  readonly #deps: WorkerDeps;
  readonly #eventSubject = new Subject<ClientEvent>();
  readonly #stoppingSubject = new ReplaySubject<void>(1);
  readonly #abortingSubject = new ReplaySubject<void>(1);
  readonly #stoppedSubject = new ReplaySubject<void>(1);
  #sent = 0;
  #state: 'new' | 'running' | 'stopped' = 'new';

  /**
   * What happens to the watches and creates of this worker, and failed calls of the engine.
   *
   * *Emits* each event. *Completes* when the worker has stopped. Never *errors*.
   */
  readonly event$: Observable<ClientEvent>;

  /**
   * Statistics of the account and of this worker.
   *
   * *Emits* on subscription and every 5 s, while the engine responds. *Completes* when the worker has stopped. Never *errors*. *On unsubscribe* stops reading.
   */
  readonly stats$: Observable<WorkerStats> = defer(() =>
    workerStats(() => this.#sent, this.#deps).pipe(takeUntil(this.#stoppedSubject)),
  );

  constructor(options: DurableWorkerOptions) {
    const worker = resolveWorker(options);
    const { scheduler, random, engine, account, limits } = worker;
    const clock = steadyClock(scheduler);
    const emit = (event: ClientEvent): void => this.#eventSubject.next(event);
    const calls = {
      scheduler,
      random,
      onError: (error: TranslationError) => emit({ type: 'ERROR_OCCURRED', at: clock.now(), error }),
    };
    const circuit = new SharedCircuit(engine, account, worker.circuit, calls);
    this.#deps = {
      ...calls,
      worker,
      circuit,
      clock,
      emit,
      rules: new WorkerRules(worker),
      retryTokens: new RetryTokens(),
      slots: new Slots(limits.maxConcurrentRequests),
      gapMs: 1000 / limits.maxRequestsPerSecond,
      dueHints: new DueHints(),
      stopping$: this.#stoppingSubject,
      aborting$: this.#abortingSubject,
      onSent: () => this.#sent++,
    };
    this.event$ = merge(
      this.#eventSubject,
      breakerEvents(circuit, () => clock.now()),
    ).pipe(takeUntil(this.#stoppedSubject));
  }

  /** Starts claiming and sending. @throws TypeError if the worker was stopped. */
  start(): this {
    if (this.#state === 'stopped')
      throw new TypeError('Cannot start: the worker was stopped; create a new one');
    if (this.#state === 'new') {
      this.#state = 'running';
      this.#run();
    }
    return this;
  }

  /**
   * Stops claiming. Resolves when the open requests have ended and been settled. Requests that take longer than `graceMs` (default 10 000) are aborted, and their watches and creates
   * returned to the other workers. If called again, the shorter time applies.
   *
   * @throws RangeError or TypeError for an unknown option, or one out of bounds.
   */
  stop(options: { readonly graceMs?: number } = {}): Promise<void> {
    const { graceMs = 10_000 } = checkOptions('stop a worker', options, { graceMs: atLeast(0) });
    if (this.#state === 'new') this.#stoppedSubject.next();
    this.#stoppingSubject.next();
    longTimer(graceMs, this.#deps.scheduler)
      .pipe(takeUntil(this.#stoppedSubject))
      .subscribe(() => this.#abortingSubject.next());
    this.#state = 'stopped';
    return new Promise(resolve => void this.#stoppedSubject.subscribe(resolve));
  }

  #run(): void {
    const { worker, scheduler, rules, dueHints } = this.#deps;
    const { engine, account } = worker;
    const claims$ = merge(
      claimLoop(new PollLane(this.#deps), this.#deps),
      claimLoop(new CreateLane(this.#deps), this.#deps),
    ).pipe(
      takeUntil(this.#abortingSubject.pipe(delay(LAST_SETTLE_MS, scheduler))),
      finalize(() => this.#stoppedSubject.next()),
    );
    const hint$ = defer(() => engine.hint$(account)).pipe(
      filter(({ type }) => type === 'due' || type === 'all'),
      map(() => dueHints.add()),
      // Without hints, the worker claims at intervals.
      catchError(() => EMPTY),
    );
    const learning$ =
      rules.learner === undefined ? EMPTY : sharedLearning(rules.learner, engine, account, this.#deps);
    hint$.pipe(takeUntil(this.#stoppedSubject)).subscribe();
    merge(learning$, cleaning(this.#deps)).pipe(takeUntil(this.#stoppingSubject)).subscribe();
    claims$.subscribe();
  }
}
