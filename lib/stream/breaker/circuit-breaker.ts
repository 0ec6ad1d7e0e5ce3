import { BehaviorSubject, defer, map, pairwise, tap, type Observable } from 'rxjs';
import { CircuitBreakerError } from '../../model/errors.js';
import type { CircuitStateName } from '../../model/events.js';
import { resolveCircuitBreaker, type ResolvedCircuitBreaker } from '../../options/resolve.js';
import type { Breaker, CircuitBreakerConfig } from '../../options/types.js';
import {
  initialCircuit,
  permitBetween,
  waitMs,
  type CircuitState,
  type CircuitTransition,
  type Permit,
} from '../../policy/circuit/circuit-state.js';
import { transition, type CircuitEvent } from '../../policy/circuit/circuit.js';
import { outcomeOf, type Outcome } from '../../policy/circuit/outcome.js';
import { TimerQueue } from '../time/timer-queue.js';
import { TurnQueue } from './turn-queue.js';

/**
 * Stops sending requests to a service that is down. Clients of one service can share a breaker.
 *
 * It counts requests, not jobs. While it is open, nothing is sent. Then one request is sent as a probe; if it succeeds, the waiting requests are sent, spread over
 * `spreadMs`.
 *
 * @throws RangeError or TypeError for an unknown option, or one out of bounds.
 * @example
 * const circuitBreaker = new CircuitBreaker({ failureThreshold: 5, resetTimeoutMs: 30_000 });
 * const a = new TranslationClient({ baseUrl: 'http://localhost:3000', circuitBreaker });
 * const b = new TranslationClient({ baseUrl: 'http://localhost:3000', circuitBreaker });
 * circuitBreaker.state$.subscribe(({ state }) => console.log(`the circuit is ${state}`));
 */
export class CircuitBreaker implements Breaker {
  readonly #config: ResolvedCircuitBreaker;
  readonly #timers: TimerQueue;
  readonly #stateSubject = new BehaviorSubject(initialCircuit);
  readonly #toEmit: CircuitState[] = [];
  readonly #turns: TurnQueue;
  #machine = initialCircuit;

  constructor(
    config: CircuitBreakerConfig & Partial<Pick<ResolvedCircuitBreaker, 'scheduler' | 'random'>> = {},
  ) {
    this.#config = resolveCircuitBreaker(config);
    const timers = (this.#timers = new TimerQueue(this.#config.scheduler));
    this.#turns = new TurnQueue({ ...this.#config, timers, waitMs: () => this.#waitMs() });
  }

  /** The current state, as the next request will find it. */
  get state(): CircuitStateName {
    return this.#machine.state;
  }

  /** *Emits* the state on subscription, then each change in order. Never *completes* or *errors*. */
  readonly state$: Observable<CircuitState> = this.#stateSubject.asObservable();

  /** *Emits* each change in order, with the state before it. Never *completes* or *errors*. */
  readonly transition$: Observable<CircuitTransition> = this.state$.pipe(
    pairwise(),
    map(([previous, current]) => ({ previous, current })),
  );

  /**
   * Asks for a permit on subscription, and sends the request if it gets one.
   *
   * *Emits* and *completes* as the request does. *Errors* as the request does, or with `CircuitBreakerError` when there is no permit.
   * *On unsubscribe* aborts the request and returns the permit: a cancelled request says nothing about the service.
   */
  guard<T>(request$: Observable<T>): Observable<T> {
    return defer(() => {
      const permit = this.ask();
      if (!('generation' in permit)) throw permit;
      let settled = false;
      const settle = (outcome: Outcome) => {
        if (!settled) this.settle(permit, outcome);
        settled = true;
      };
      return request$.pipe(
        tap({
          // Settled by the value, not by completion, which `take(1)` downstream would hide.
          next: () => settle('success'),
          error: (error: unknown) => settle(outcomeOf(error)),
          finalize: () => settle('neutral'),
        }),
      );
    });
  }

  /** Asks for a permit to send one request. Returns the permit, which must be settled, or the error of the refusal. */
  ask(): Permit | CircuitBreakerError {
    const before = this.#machine;
    // Skipped while closed: most requests need no event.
    if (before.state !== 'closed') this.#dispatch({ type: 'asked' });
    return permitBetween(before, this.#machine) ?? this.#refusal();
  }

  /** Reports how the request of a permit ended: exactly once for each permit. */
  settle(permit: Permit, outcome: Outcome): void {
    this.#dispatch({ type: 'settled', permit, outcome });
  }

  /** A place in the queue of refused requests. *Emits* once and *completes* when it is time to ask again. *On unsubscribe* gives up the place. */
  get turn$(): Observable<void> {
    return this.#turns.turn$;
  }

  /** Opens the circuit until `release()`: for maintenance, or as a kill switch. */
  isolate(): void {
    this.#dispatch({ type: 'isolated' });
  }

  /** Ends an isolation: the next request is a probe. */
  release(): void {
    this.#dispatch({ type: 'released' });
  }

  #waitMs(): number {
    return waitMs(this.#machine, this.#timers.now());
  }

  #refusal(): CircuitBreakerError {
    const { state } = this.#machine;
    if (state === 'isolated')
      return new CircuitBreakerError('Nothing was sent: the circuit was isolated manually');
    const retryAfterMs = this.#waitMs();
    const message = `Nothing was sent: the circuit is ${state}, try again in ${retryAfterMs} ms`;
    return new CircuitBreakerError(message, { retryAfterMs });
  }

  #dispatch(event: CircuitEvent): void {
    const before = this.#machine;
    const { random } = this.#config;
    const after = transition(before, event, this.#config, { now: this.#timers.now(), random });
    this.#machine = after;
    if (after.generation !== before.generation) this.#emit(after);
    if (after === before) return;
    if (after.state !== 'closed') this.#turns.changed();
    else if (before.state !== 'closed') this.#turns.closed();
  }

  /** Emits changes in order, even if a listener's own request changes the state again. */
  #emit(state: CircuitState): void {
    this.#toEmit.push(state);
    if (this.#toEmit.length > 1) return;
    for (let next = this.#toEmit[0]; next !== undefined; next = this.#toEmit[0]) {
      this.#stateSubject.next(next);
      this.#toEmit.shift();
    }
  }
}
