import { defer, Observable } from 'rxjs';
import { ignoreRejection, textOf } from '../../model/checks.js';
import { isCircuitBreakerError, toTranslationError, type TranslationError } from '../../model/errors.js';
import type { Breaker } from '../../options/types.js';
import type { Permit } from '../../policy/circuit/circuit-state.js';
import type { Outcome } from '../../policy/circuit/outcome.js';
import { requestFault } from './call-transport.js';
import type { RequestKind } from './request-limiter.js';

/** The breaker of a gate. Whatever a custom breaker does wrong, only the current request fails. */
export class GuardedBreaker {
  readonly #breaker: Omit<Breaker, 'settle'> & { settle(permit: Permit, outcome: Outcome): unknown };

  constructor(breaker: Breaker) {
    this.#breaker = breaker;
  }

  /** Is the circuit closed? If the breaker does not say so, a request may have to wait for it. */
  get isClosed(): boolean {
    try {
      return this.#breaker.state === 'closed';
    } catch {
      return false;
    }
  }

  /** Requests a permit. Returns it, or the refusal, or what is wrong with the breaker. */
  ask(kind: RequestKind): Permit | TranslationError {
    try {
      const result: unknown = this.#breaker.ask();
      if (typeof result === 'object' && result !== null && 'generation' in result) return result as Permit;
      if (isCircuitBreakerError(result)) return toTranslationError(result);
      ignoreRejection(result);
      return fault(kind, 'gave neither a permit nor a refusal');
    } catch (thrown) {
      return fault(kind, `threw ${textOf(thrown)}`);
    }
  }

  /** The wait after a refusal. *Completes* when it is worth asking again. *Errors* if the breaker does not make the request wait. *On unsubscribe* stops waiting. */
  turn$(kind: RequestKind): Observable<never> {
    return new Observable(subscriber => {
      let isWaiting = false;
      const turn$ = defer(() => this.#breaker.turn$);
      subscriber.add(
        turn$.subscribe({
          error: (thrown: unknown) => subscriber.error(fault(kind, `failed: ${textOf(thrown)}`)),
          complete: () => {
            // Asking again at once could loop forever.
            if (isWaiting) subscriber.complete();
            else subscriber.error(fault(kind, 'refused, but did not make the request wait'));
          },
        }),
      );
      isWaiting = true;
    });
  }

  /** Reports the outcome of a permit's request. */
  settle(permit: Permit, outcome: Outcome): void {
    try {
      const returned = this.#breaker.settle(permit, outcome);
      if (returned !== undefined) ignoreRejection(returned);
    } catch {
      // Ignored: the request has ended, and its slot must be freed.
    }
  }
}

const fault = (kind: RequestKind, what: string): TranslationError =>
  requestFault(kind, `the circuit breaker ${what}`);
