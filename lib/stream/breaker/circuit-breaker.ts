import { defer, Observable, scan, startWith, Subject, type Subscriber, type Subscription } from 'rxjs';
import { CircuitBreakerError } from '../../model/errors.js';
import type { CircuitStateName } from '../../model/events.js';
import { resolveCircuitBreaker, type ResolvedCircuitBreaker } from '../../options/resolve.js';
import type { Breaker, CircuitBreakerConfig } from '../../options/types.js';
import {
  admits,
  initialCircuit,
  permitBetween,
  transition,
  type CircuitEvent,
  type CircuitState,
  type CircuitTransition,
  type Outcome,
  type Permit,
} from '../../policy/circuit/circuit.js';
import { outcomeOf } from '../../policy/circuit/outcome.js';
import { longTimer } from '../time/long-timer.js';
import { steadyClock, type Clock } from '../time/clock.js';

/**
 * Keeps requests from a service that is down. Give the same breaker to several clients of one service and they share what they learn.
 *
 * It counts requests, not jobs. While it is open nothing is sent; then one request is let through as a probe, and if that goes well those who
 * waited are let in spread out.
 *
 * @throws {RangeError | TypeError} for an option out of its bounds.
 */
export class CircuitBreaker implements Breaker {
  readonly #config: ResolvedCircuitBreaker;
  readonly #clock: Clock;
  readonly #changeSubject = new Subject<CircuitState>();
  readonly #queue: CircuitState[] = [];
  readonly #waiting = new Set<Subscriber<void>>();
  #machine: CircuitState;
  #told: CircuitState;
  #alarm: Subscription | undefined;

  constructor(
    config: CircuitBreakerConfig & Partial<Pick<ResolvedCircuitBreaker, 'scheduler' | 'random'>> = {},
  ) {
    this.#config = resolveCircuitBreaker(config);
    this.#clock = steadyClock(this.#config.scheduler);
    this.#machine = this.#told = initialCircuit(this.#now());
  }

  /** The state at this moment: what the next request will meet. */
  get state(): CircuitStateName {
    return this.#machine.state;
  }

  /** *Emits* the state on subscription, then each change in order. Never *completes* or *errors*. */
  readonly state$: Observable<CircuitState> = defer(() => this.#changeSubject.pipe(startWith(this.#told)));

  /** *Emits* each change in order, with the state before it. Never *completes* or *errors*. */
  readonly transition$: Observable<CircuitTransition> = defer(() =>
    this.#changeSubject.pipe(
      scan(({ current: previous }, current): CircuitTransition => ({ previous, current }), {
        previous: this.#told,
        current: this.#told,
      }),
    ),
  );

  /**
   * Asks for a permit when subscribed and sends the request with it.
   *
   * *Emits* and *completes* as the request does. *Errors* as the request does, or with `CircuitBreakerError` when there is no permit.
   * *On unsubscribe* aborts the request and gives the permit back: a cancelled request says nothing about the service.
   */
  guard<T>(request$: Observable<T>): Observable<T> {
    return new Observable(subscriber => {
      const permit = this.ask();
      if (!('generation' in permit)) {
        subscriber.error(permit);
        return;
      }
      let settled = false;
      const settle = (outcome: Outcome) => {
        if (!settled) this.settle(permit, outcome);
        settled = true;
      };
      subscriber.add(() => settle('neutral'));
      subscriber.add(
        request$.subscribe({
          next: value => {
            // Told on the value, not on completion, which `take(1)` downstream would never see.
            settle('success');
            subscriber.next(value);
          },
          error: (error: unknown) => {
            settle(outcomeOf(error));
            subscriber.error(error);
          },
          complete: () => subscriber.complete(),
        }),
      );
    });
  }

  /** Asks to send one request: a permit, which must be settled, or the refusal. */
  ask(): Permit | CircuitBreakerError {
    const before = this.#machine;
    if (before.state !== 'closed') this.#dispatch({ type: 'asked' });
    return permitBetween(before, this.#machine) ?? this.#refusal();
  }

  /** Tells how the request of a permit went. Exactly once for each. */
  settle(permit: Permit, outcome: Outcome): void {
    this.#dispatch({ type: 'settled', permit, outcome });
  }

  /**
   * A place in the queue of those whom `guard` refused.
   *
   * *Emits* once, when it is this one's turn to ask again: at the end of an opening the first in the queue, as the probe; once the circuit is
   * closed all others, spread over `spreadMs`. *Completes* then. *On unsubscribe* leaves the queue.
   */
  readonly turn$ = new Observable<void>(subscriber => {
    if (this.#machine.state === 'closed') {
      subscriber.next();
      subscriber.complete();
      return;
    }
    this.#waiting.add(subscriber);
    this.#arm();
    subscriber.add(() => {
      this.#waiting.delete(subscriber);
      if (this.#waiting.size === 0) this.#disarm();
    });
  });

  /** Opens the circuit by hand until `release()`: maintenance, a kill switch. */
  isolate(): void {
    this.#dispatch({ type: 'isolated' });
  }

  /** Ends an isolation: the next request is a probe. */
  release(): void {
    this.#dispatch({ type: 'released' });
  }

  #now(): number {
    return this.#clock.now();
  }

  #refusal(): CircuitBreakerError {
    const admission = admits(this.#machine, this.#now());
    const retryAfterMs = admission.admitted ? 0 : admission.retryAfterMs;
    const hint = retryAfterMs === undefined ? 'it was isolated by hand' : `ask again in ${retryAfterMs} ms`;
    return new CircuitBreakerError(`Nothing was sent: the circuit is ${this.#machine.state}, ${hint}`, {
      retryAfterMs,
    });
  }

  #dispatch(event: CircuitEvent): void {
    const before = this.#machine;
    const after = transition(before, event, this.#config, { now: this.#now(), random: this.#config.random });
    this.#machine = after;
    if (after.generation !== before.generation) this.#tell(after);
    if (after !== before && this.#waiting.size > 0) this.#moveQueue(before, after);
  }

  /** In order even when a listener's own request changes the state again. */
  #tell(state: CircuitState): void {
    this.#queue.push(state);
    if (this.#queue.length > 1) return;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      this.#told = next;
      this.#changeSubject.next(next);
      this.#queue.shift();
    }
  }

  #moveQueue(before: CircuitState, after: CircuitState): void {
    if (after.state === 'closed') {
      if (before.state !== 'closed') this.#letAllIn();
    } else if (after.state === 'half-open' && after.probeUntil === undefined) {
      this.#letFirstIn();
    } else {
      this.#arm();
    }
  }

  /** One alarm serves the whole queue: it goes off when the circuit may admit somebody, and rings for the first. */
  #arm(leastMs = 0): void {
    this.#disarm();
    const admission = admits(this.#machine, this.#now());
    const waitMs = admission.admitted ? 0 : (admission.retryAfterMs ?? Infinity);
    this.#alarm = longTimer(Math.max(leastMs, waitMs), this.#config.scheduler).subscribe(() => {
      this.#alarm = undefined;
      this.#letFirstIn();
      // Whoever was called may have been held up on the way: call the next one, but not in a hot loop.
      if (this.#waiting.size > 0 && !this.#isArmed) this.#arm(Math.max(1, this.#config.spreadMs));
    });
  }

  get #isArmed(): boolean {
    return this.#alarm !== undefined;
  }

  #disarm(): void {
    this.#alarm?.unsubscribe();
    this.#alarm = undefined;
  }

  #letFirstIn(): void {
    const [first] = this.#waiting;
    if (first !== undefined) this.#letIn(first);
  }

  #letAllIn(): void {
    this.#disarm();
    const { random, spreadMs, scheduler } = this.#config;
    for (const one of [...this.#waiting]) {
      this.#waiting.delete(one);
      one.add(longTimer(random() * spreadMs, scheduler).subscribe(() => this.#letIn(one)));
    }
  }

  #letIn(one: Subscriber<void>): void {
    this.#waiting.delete(one);
    one.next();
    one.complete();
  }
}
