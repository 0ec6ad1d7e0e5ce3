import { isObservable, type Observable, type Observer, type Subscription, type Unsubscribable } from 'rxjs';
import {
  isTranslationError,
  NetworkError,
  ProtocolError,
  RateLimitError,
  RequestError,
  toTranslationError,
} from '../../model/errors.js';
import type { Breaker } from '../../options/types.js';
import type { Permit } from '../../policy/circuit/circuit.js';
import { outcomeOf, type Outcome } from '../../policy/circuit/outcome.js';
import { detached } from '../context/async-context.js';
import { timerOf, type TimerQueue } from '../time/timer-queue.js';
import type { LimiterOutcome, Queued, RequestKind, RequestLimiter } from './request-limiter.js';

/** While the circuit is open, requests of streams wait and those of one-shots fail. */
export type WhenOpen = 'wait' | 'fail';

/** One request, and how it is to be sent. */
export interface GatedRequest<T> {
  /** Called once the gate is open: what is sent may be decided then. */
  send(): Observable<T>;
  readonly kind: RequestKind;
  readonly whenOpen: WhenOpen;
  /** How long an answer may take, its body included, in ms. */
  readonly timeLimitMs: number;
  /** Fail at once when the service asks for a longer silence than this, in ms. Absent: wait. */
  readonly maxSilenceMs?: number | undefined;
}

/** The one way for every request: through the limiter, then the breaker, then to the service, with a time limit. */
export class RequestGate {
  constructor(
    readonly breaker: Breaker,
    readonly limiter: RequestLimiter,
    readonly timers: TimerQueue,
  ) {}

  /**
   * Sends one request when it may be sent. The observer gets its first answer and `complete`; or an error of ours, whatever a transport does:
   * throws, returns no Observable, or answers too late.
   */
  send<T>(request: GatedRequest<T>, observer: Observer<T>): Unsubscribable {
    const sending = new Sending(this, request, observer);
    sending.enqueue();
    return sending;
  }
}

/** One request on its way. The breaker is asked last, so that no permit is held while waiting for a slot. */
class Sending<T> implements Observer<T>, Queued, Unsubscribable {
  readonly #gate: RequestGate;
  readonly #request: GatedRequest<T>;
  readonly #observer: Observer<T>;
  #phase: 'queued' | 'waiting for the breaker' | 'sent' | 'ended' = 'queued';
  #permit: Permit | undefined;
  #refusal: Error | undefined;
  /** The request, or the wait for the breaker. */
  #subscription: Subscription | undefined;
  readonly #timeLimit = timerOf(() => this.#timeOut());

  constructor(gate: RequestGate, request: GatedRequest<T>, observer: Observer<T>) {
    this.#gate = gate;
    this.#request = request;
    this.#observer = observer;
  }

  enqueue(): void {
    const { limiter } = this.#gate;
    const { kind } = this.#request;
    this.#phase = 'queued';
    this.onSilence(limiter.silenceMs(kind));
    if (!this.#isEnded) limiter.enqueue(this, kind);
  }

  onSilence(silenceMs: number): void {
    if (silenceMs <= (this.#request.maxSilenceMs ?? Infinity)) return;
    this.#end('neutral');
    const message = `Nothing was sent: the service asks to wait ${silenceMs} ms`;
    this.#observer.error(new RateLimitError(message, { retryAfterMs: silenceMs, code: 'silence' }));
  }

  admit(): boolean {
    const answer = this.#gate.breaker.ask();
    if (!('generation' in answer)) this.#refusal = answer;
    else this.#permit = answer;
    return this.#permit !== undefined;
  }

  start(): void {
    const { timers } = this.#gate;
    this.#phase = 'sent';
    timers.set(this.#timeLimit, timers.now() + this.#request.timeLimitMs);
    detached(() => this.#send());
  }

  refuse(): void {
    const refusal = this.#refusal;
    this.#refusal = undefined;
    if (this.#request.whenOpen === 'fail') {
      this.#phase = 'ended';
      this.#observer.error(refusal);
    } else {
      this.#phase = 'waiting for the breaker';
      this.#subscription = this.#gate.breaker.turn$.subscribe({ complete: () => this.enqueue() });
    }
  }

  next(answer: T): void {
    this.#end('success', 'success');
    this.#observer.next(answer);
    this.#observer.complete();
  }

  error(thrown: unknown): void {
    const error = toTranslationError(thrown);
    this.#end(outcomeOf(error), { error });
    this.#observer.error(error);
  }

  complete(): void {
    this.#end('neutral');
    this.#observer.complete();
  }

  /** A cancelled request says nothing about the service. */
  unsubscribe(): void {
    this.#end('neutral', 'cancelled');
  }

  get #isEnded(): boolean {
    return this.#phase === 'ended';
  }

  #send(): void {
    const answer$ = this.#answer$();
    if (answer$ instanceof Error) {
      // Nothing was sent.
      this.#end('neutral');
      this.#observer.error(answer$);
      return;
    }
    this.#subscription = answer$.subscribe({
      next: answer => this.#isEnded || this.next(answer),
      error: (thrown: unknown) => this.#isEnded || this.error(thrown),
      complete: () => this.#isEnded || this.complete(),
    });
    if (this.#isEnded) this.#subscription.unsubscribe();
  }

  /** A transport of the user's may do anything. */
  #answer$(): Observable<T> | Error {
    const { kind } = this.#request;
    try {
      const answer$: unknown = this.#request.send();
      return isObservable(answer$)
        ? (answer$ as Observable<T>)
        : transportFault(kind, 'did not return an Observable');
    } catch (thrown) {
      return isTranslationError(thrown) || (kind === 'create' && isBadInput(thrown))
        ? thrown
        : transportFault(kind, `threw ${String(thrown)}`);
    }
  }

  #timeOut(): void {
    const { timeLimitMs } = this.#request;
    this.error(new NetworkError(`No answer within ${timeLimitMs} ms`, { code: 'timeout' }));
  }

  /** In this order: the request is gone and a silence noted before the breaker lets the next one go, and the breaker knows before the slot is given away. */
  #end(outcome: Outcome, told?: LimiterOutcome | 'cancelled'): void {
    const [phase, permit] = [this.#phase, this.#permit];
    const { limiter, timers, breaker } = this.#gate;
    const { kind } = this.#request;
    this.#phase = 'ended';
    this.#permit = undefined;
    timers.cancel(this.#timeLimit);
    this.#subscription?.unsubscribe();
    if (told !== undefined && told !== 'cancelled') limiter.heed(kind, told);
    if (permit !== undefined) breaker.settle(permit, outcome);
    if (phase === 'sent') limiter.release(kind, told === 'cancelled');
    else if (phase === 'queued') limiter.withdraw(this, kind);
  }
}

const isBadInput = (thrown: unknown): thrown is Error =>
  thrown instanceof TypeError || thrown instanceof RangeError;

/** A transport that throws instead of sending: no create has happened, and a poll has failed. */
const transportFault = (kind: RequestKind, what: string): Error =>
  kind === 'create'
    ? new RequestError(`Cannot create a job: the transport ${what}`)
    : new ProtocolError(`Cannot poll: the transport ${what}`);
