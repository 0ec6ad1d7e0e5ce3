import { Observable, Subscription, type Observer, type Unsubscribable } from 'rxjs';
import {
  isCircuitBreakerError,
  NetworkError,
  RateLimitError,
  type TranslationError,
} from '../../model/errors.js';
import type { Permit } from '../../policy/circuit/circuit-state.js';
import { outcomeOf, type Outcome } from '../../policy/circuit/outcome.js';
import { detached } from '../context/async-context.js';
import type { Timer, TimerQueue } from '../time/timer-queue.js';
import { callTransport, transportError } from './call-transport.js';
import type { GatedRequest } from './gated-request.js';
import type { GuardedBreaker } from './guarded-breaker.js';
import type { Queued, RequestLimiter } from './request-limiter.js';

/** What a request passes at the gate. */
export interface GateParts {
  readonly breaker: GuardedBreaker;
  readonly limiter: RequestLimiter;
  readonly timers: TimerQueue;
}

/** How a request ended. `none`: the transport completed, or could not send it. */
type End = 'success' | 'none' | 'cancelled' | { readonly error: TranslationError };

/** One request at the gate, and the timer of its time limit. The breaker comes last, so that no permit is held while the request waits for a slot. */
export class Sending<T> implements Observer<T>, Queued, Unsubscribable, Timer {
  dueAt = 0;
  order = 0;
  index = -1;
  readonly #gate: GateParts;
  readonly #request: GatedRequest<T>;
  readonly #observer: Observer<T>;
  #phase: 'waiting' | 'sent' | 'ended' = 'waiting';
  #permit: Permit | undefined;
  /** The request, or the wait for the breaker: closed once this has ended, even while they are being subscribed. */
  readonly #subscription = new Subscription();

  constructor(gate: GateParts, request: GatedRequest<T>, observer: Observer<T>) {
    this.#gate = gate;
    this.#request = request;
    this.#observer = observer;
  }

  /** Waits for its turn at the limiter, again after the breaker has refused it. */
  enqueue(): void {
    const { limiter } = this.#gate;
    const { kind, maxWaitMs } = this.#request;
    if (maxWaitMs !== undefined) this.onSilence(limiter.silenceMs(kind));
    if (!this.#isEnded) limiter.enqueue(this, kind);
  }

  onSilence(silenceMs: number): void {
    if (silenceMs <= (this.#request.maxWaitMs ?? Infinity)) return;
    const message = `Nothing was sent: the service asked to wait ${silenceMs} ms`;
    this.#fail(new RateLimitError(message, { retryAfterMs: silenceMs, code: 'silence' }));
  }

  admit(): boolean {
    const { kind, whenOpen } = this.#request;
    const { breaker } = this.#gate;
    const result = breaker.ask(kind);
    const isPermit = 'generation' in result;
    // A listener to the state of the circuit may have cancelled the request.
    if (this.#isEnded) {
      if (isPermit) breaker.settle(result, 'neutral');
      return false;
    }
    if (isPermit) this.#permit = result;
    else if (whenOpen === 'wait' && isCircuitBreakerError(result)) this.#awaitTurn();
    else this.#fail(result);
    return isPermit;
  }

  start(): void {
    this.#phase = 'sent';
    this.#gate.timers.setIn(this, this.#request.timeLimitMs);
    detached(() => this.#send());
  }

  next(value: T): void {
    this.#end('success');
    this.#observer.next(value);
    this.#observer.complete();
  }

  error(thrown: unknown): void {
    const error = transportError(thrown);
    this.#fail(error, { error });
  }

  complete(): void {
    this.#end('none');
    this.#observer.complete();
  }

  /** Its time limit has passed. */
  fire(): void {
    const { timeLimitMs } = this.#request;
    this.error(new NetworkError(`No response within ${timeLimitMs} ms`, { code: 'timeout' }));
  }

  /** A cancelled request says nothing about the service. */
  unsubscribe(): void {
    if (!this.#isEnded) this.#end('cancelled');
  }

  get #isEnded(): boolean {
    return this.#phase === 'ended';
  }

  /** Waits until it is worth asking the breaker again. */
  #awaitTurn(): void {
    const turn = this.#gate.breaker.turn$(this.#request.kind).subscribe({
      complete: () => this.enqueue(),
      error: (error: unknown) => this.#fail(error as TranslationError),
    });
    this.#subscription.add(turn);
  }

  #send(): void {
    const response$ = callTransport(this.#request);
    // The transport may have cancelled the request.
    if (this.#isEnded) return;
    if (response$ instanceof Error) {
      this.#fail(response$);
      return;
    }
    // Wrapped, because an Observable of another library or copy of rxjs may throw, return anything, or go on after its end.
    const wrapped$ = new Observable<T>(subscriber => {
      // First, because it may emit on subscription, even without end: then it must be closed by the first value.
      this.#subscription.add(subscriber);
      return response$.subscribe(subscriber);
    });
    wrapped$.subscribe(this);
  }

  #fail(error: Error, end: End = 'none'): void {
    this.#end(end);
    this.#observer.error(error);
  }

  /** The order matters: the request is aborted and a silence noted before the breaker admits the next one, and the breaker knows the outcome before the slot is free. */
  #end(end: End): void {
    const { limiter, timers, breaker } = this.#gate;
    const { kind } = this.#request;
    const wasSent = this.#phase === 'sent';
    this.#phase = 'ended';
    timers.cancel(this);
    try {
      this.#subscription.unsubscribe();
    } catch {
      // Ignored: a transport whose teardown throws has already responded, or is no longer needed.
    }
    if (!wasSent) {
      limiter.withdraw(this, kind);
      return;
    }
    limiter.report(kind, end === 'success', typeof end === 'object' ? end.error : undefined);
    breaker.settle(this.#permit!, this.#outcomeOf(end));
    limiter.release(kind, end === 'cancelled');
  }

  #outcomeOf(end: End): Outcome {
    if (typeof end === 'object') return outcomeOf(end.error, this.#gate.timers.now() - this.dueAt);
    return end === 'success' ? 'success' : 'neutral';
  }
}
