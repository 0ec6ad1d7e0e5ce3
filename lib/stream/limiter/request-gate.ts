import { Observable, type Observer, type Subscription, type Unsubscribable } from 'rxjs';
import type { Breaker } from '../../options/types.js';
import type { Outcome, Permit } from '../../policy/circuit/circuit.js';
import { outcomeOf } from '../../policy/circuit/outcome.js';
import type { Lane, Queued, RequestLimiter } from './request-limiter.js';

/** While the circuit is open, streams wait and one-shots fail. */
export type WhenOpen = 'wait' | 'fail';

/** How a request is to be sent. */
export interface Passing<T> {
  /** Called when the gate lets it through: what is sent may be decided then. */
  request(): Observable<T>;
  readonly lane: Lane;
  readonly whenOpen: WhenOpen;
}

/** The way every request takes: the limits of the client, then the breaker, then the wire. */
export class RequestGate {
  constructor(
    readonly breaker: Breaker,
    readonly limiter: RequestLimiter,
  ) {}

  /**
   * Sends one request, when it may be sent.
   *
   * *Emits* and *completes* as the request does. *Errors* as the request does; with `whenOpen: 'fail'` also with `CircuitBreakerError`.
   * *On unsubscribe* leaves every queue and aborts the request.
   */
  pass<T>(passing: Passing<T>): Observable<T> {
    return new Observable(subscriber => this.send(passing, subscriber));
  }

  /** `pass`, subscribed: for those who send one request after the other. */
  send<T>(passing: Passing<T>, observer: Observer<T>): Unsubscribable {
    const passage = new Passage(this, passing, observer);
    passage.enter();
    return passage;
  }
}

/** One request on its way. The breaker is asked last, so that a permit is never held by one who waits for a place. */
class Passage<T> implements Observer<T>, Queued, Unsubscribable {
  readonly #gate: RequestGate;
  readonly #passing: Passing<T>;
  readonly #observer: Observer<T>;
  #at: 'the limiter' | 'the breaker' | 'the wire' | 'its end' = 'the limiter';
  #permit: Permit | undefined;
  /** The request, or the wait for the breaker. */
  #subscription: Subscription | undefined;

  constructor(gate: RequestGate, passing: Passing<T>, observer: Observer<T>) {
    this.#gate = gate;
    this.#passing = passing;
    this.#observer = observer;
  }

  enter(): void {
    this.#at = 'the limiter';
    this.#gate.limiter.enter(this, this.#passing.lane);
  }

  start(): void {
    const permit = this.#gate.breaker.ask();
    if (!('generation' in permit)) {
      this.#turnedAway(permit);
      return;
    }
    this.#at = 'the wire';
    this.#permit = permit;
    this.#subscription = this.#passing.request().subscribe(this);
    if (this.#isOver) this.#subscription.unsubscribe();
  }

  next(value: T): void {
    // Told on the value, not on completion, which a reader of one value never sees.
    this.#settle('success');
    this.#observer.next(value);
  }

  error(error: unknown): void {
    this.#settle(outcomeOf(error));
    this.#gate.limiter.heed(error, this.#passing.lane);
    this.#leave();
    this.#observer.error(error);
  }

  complete(): void {
    this.#settle('neutral');
    this.#leave();
    this.#observer.complete();
  }

  /** A cancelled request says nothing about the service. */
  unsubscribe(): void {
    this.#settle('neutral');
    this.#subscription?.unsubscribe();
    this.#leave();
  }

  get #isOver(): boolean {
    return this.#at === 'its end';
  }

  #turnedAway(refusal: Error): void {
    this.#at = 'the breaker';
    this.#gate.limiter.leave();
    if (this.#passing.whenOpen === 'fail') this.#observer.error(refusal);
    else this.#subscription = this.#gate.breaker.turn$.subscribe({ complete: () => this.enter() });
  }

  #settle(outcome: Outcome): void {
    const permit = this.#permit;
    this.#permit = undefined;
    if (permit !== undefined) this.#gate.breaker.settle(permit, outcome);
  }

  #leave(): void {
    const { limiter } = this.#gate;
    if (this.#at === 'the wire') limiter.leave();
    else if (this.#at === 'the limiter') limiter.giveUp(this, this.#passing.lane);
    this.#at = 'its end';
  }
}
