import type { Observer, Unsubscribable } from 'rxjs';
import type { Breaker } from '../../options/types.js';
import type { TimerQueue } from '../time/timer-queue.js';
import type { GatedRequest } from './gated-request.js';
import { GuardedBreaker } from './guarded-breaker.js';
import type { RequestLimiter } from './request-limiter.js';
import { Sending, type GateParts } from './sending.js';

/** What waits for the response to a request, such as a `Subscriber`. */
export interface Requester<T> extends Observer<T> {
  /** Gets, before anything is sent, what aborts the request when it is unsubscribed, and gives its slot and permit back. */
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
   * Sends one request as soon as it may be sent. The requester gets the first value and `complete`, or a `TranslationError`, even if the transport throws, returns no
   * Observable, or responds too late.
   */
  send<T>(request: GatedRequest<T>, requester: Requester<T>): void {
    const sending = new Sending(this, request, requester);
    // First, because the request may be cancelled while it is being sent.
    requester.add(sending);
    sending.enqueue();
  }
}
