import type { Observer, Unsubscribable } from 'rxjs';
import type { Breaker } from '../../options/types.js';
import type { TimerQueue } from '../time/timer-queue.js';
import type { GatedRequest } from './gated-request.js';
import { GuardedBreaker } from './guarded-breaker.js';
import type { RequestLimiter } from './request-limiter.js';
import { Sending, type GateParts } from './sending.js';

/** Whoever waits for the response to a request: a `Subscriber`, for example. */
export interface Sender<T> extends Observer<T> {
  /** Unsubscribing `sending` cancels the request. */
  add(sending: Unsubscribable): void;
}

/** Every request passes this gate: the limiter, then the breaker, then the service, with a time limit. */
export class RequestGate implements GateParts {
  readonly breaker: GuardedBreaker;

  constructor(
    breaker: Breaker,
    readonly limiter: RequestLimiter,
    readonly timers: TimerQueue,
  ) {
    this.breaker = new GuardedBreaker(breaker);
  }

  /**
   * Sends one request as soon as it may be sent. The sender gets the first value and `complete`, or a `TranslationError`, even if the transport throws, returns no
   * Observable, or responds too late. Before that it gets what, when unsubscribed, aborts the request and gives its slot and permit back.
   */
  send<T>(request: GatedRequest<T>, sender: Sender<T>): void {
    const sending = new Sending(this, request, sender);
    // First, because the request may be cancelled while it is being sent.
    sender.add(sending);
    sending.enqueue();
  }
}
