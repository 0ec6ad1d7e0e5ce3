import { retry, throwError, type Observable } from 'rxjs';
import { isCircuitBreakerError } from '../model/errors.js';
import type { Breaker } from '../options.js';
import type { Lane, RequestLimiter } from './request-limiter.js';

/** While the circuit is open, streams wait and one-shots fail. */
export type WhenOpen = 'wait' | 'fail';

/** The way every request takes: the limits of the client, then the breaker, then the wire. */
export class RequestGate {
  constructor(
    readonly breaker: Breaker,
    private readonly limiter: RequestLimiter,
  ) {}

  /**
   * Sends one request, when it may be sent.
   *
   * *Emits* and *completes* as the request does. *Errors* as the request does; with `whenOpen: 'fail'` also with `CircuitBreakerError`.
   * *On unsubscribe* leaves every queue and aborts the request.
   */
  pass<T>(request$: Observable<T>, lane: Lane, whenOpen: WhenOpen): Observable<T> {
    // The breaker is asked last, so that a permit is never held by one who waits for a place.
    const sent$ = this.limiter.limit(this.breaker.guard(request$), lane);
    return whenOpen === 'fail' ? sent$ : sent$.pipe(retry({ delay: error => this.#turnAfter(error) }));
  }

  #turnAfter(error: unknown): Observable<unknown> {
    return isCircuitBreakerError(error) ? this.breaker.turn$ : throwError(() => error);
  }
}
