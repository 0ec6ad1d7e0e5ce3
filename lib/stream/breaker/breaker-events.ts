import { catchError, mergeMap, of, type Observable } from 'rxjs';
import { errorFrom } from '../../model/errors.js';
import type { ClientEvent } from '../../model/events.js';
import type { Breaker } from '../../options/types.js';
import type { CircuitTransition } from '../../policy/circuit/circuit-state.js';

/** The events of a breaker. *Emits* one for each opening, and one for the closing after it. *Completes* only if a custom breaker completes or fails. Never *errors*. */
export function breakerEvents(
  breaker: Pick<Breaker, 'transition$'>,
  now: () => number,
): Observable<ClientEvent> {
  return breaker.transition$.pipe(
    mergeMap(change => eventsOf(change, now())),
    // The stream of a custom breaker may fail; the client's other events continue.
    catchError((thrown: unknown) =>
      of<ClientEvent>({
        type: 'ERROR_OCCURRED',
        at: now(),
        error: errorFrom('`transition$` of the circuit breaker failed', thrown),
      }),
    ),
  );
}

function eventsOf({ previous, current }: CircuitTransition, at: number): readonly ClientEvent[] {
  const { state: currentState } = current;
  if (currentState === 'half-open') return [];
  const change = { at, previousState: previous.state };
  if (currentState === 'closed') return [{ type: 'CIRCUIT_BREAKER_CLOSED', ...change, currentState }];
  const delay = current.state === 'open' && { delayMs: current.until - at };
  return [{ type: 'CIRCUIT_BREAKER_OPENED', ...change, currentState, ...delay }];
}
