import type { Observer, Unsubscribable } from 'rxjs';
import type { Breaker } from '../../options/types.js';
import type { TimerQueue } from '../time/timer-queue.js';
import type { GatedRequest } from './gated-request.js';
import { GuardedBreaker } from './guarded-breaker.js';
import type { RequestLimiter } from './request-limiter.js';
import { Sending, type GateParts } from './sending.js';

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
   * Sends one request as soon as it may be sent. The observer gets the first value and `complete`, or a `TranslationError`, even if the transport throws, returns no
   * Observable, or responds too late. *On unsubscribe* aborts the request and gives its slot and permit back.
   */
  send<T>(request: GatedRequest<T>, observer: Observer<T>): Unsubscribable {
    const sending = new Sending(this, request, observer);
    sending.enqueue();
    return sending;
  }
}
