import { catchError, concat, EMPTY, mergeMap, type Observable } from 'rxjs';
import { isRequestError, type TranslationError } from '../../../model/errors.js';
import type { ClientEvent } from '../../../model/events.js';
import { persistAll } from '../../engine-calls.js';
import type { SilenceReport } from '../../engine/claims.js';
import { requestReportOf, type AnyOutcome } from '../../policy/worker/request-report.js';
import type { HeldClaim } from '../claims/claim-loop.js';
import { settlePatienceMs, type WorkerDeps } from '../worker-deps.js';

/** What is stored of one watch or create after a request. */
export interface Settled<Settlement> {
  readonly settlement: Settlement;
  /** Emitted once it is stored. */
  readonly events: readonly ClientEvent[];
  /** What is stored instead if the engine refuses it: otherwise the same would happen whenever the lease ends. */
  readonly ifRefused?: (refusal: TranslationError) => Settled<Settlement>;
}

/** A claim whose request has ended. */
export interface EndedClaim<Settlement, T> {
  readonly claim: HeldClaim<unknown>;
  readonly outcome: AnyOutcome;
  /** By the engine's clock. */
  readonly now: number;
  /** The time limit of the request, in ms. */
  readonly timeLimitMs: number;
  /** What was decided about what was claimed. */
  readonly settled: readonly Settled<Settlement>[];
  /** Stores some of that; if the engine refuses them, half as many. */
  settle(settlements: readonly Settlement[], silence: SilenceReport | undefined): Observable<T>;
  /** Was this stored? The events of what another worker has claimed meanwhile are emitted there. */
  isStored(stored: T, settlement: Settlement): boolean;
}

/**
 * Stores what the end of a request means: for the circuit, and for what was claimed. The circuit comes first, since settling makes other workers claim.
 *
 * *Emits* nothing of interest. *Completes* when all is stored, or the lease has ended. Never *errors*: what could not be stored is due again.
 */
export function settleClaim<Settlement, T>(
  ended: EndedClaim<Settlement, T>,
  deps: WorkerDeps,
): Observable<unknown> {
  const { claim, outcome, now, timeLimitMs } = ended;
  const { circuit, silence } = requestReportOf(
    outcome,
    deps.worker.limits.maxSilenceMs,
    now - claim.now - timeLimitMs,
  );
  const report$ = claim.type === 'send' ? deps.circuit.report(claim.circuit, circuit, now) : EMPTY;
  const store$ = (settled: readonly Settled<Settlement>[]): Observable<unknown> =>
    persistAll(
      settled,
      some =>
        ended.settle(
          some.map(({ settlement }) => settlement),
          silence,
        ),
      () => settlePatienceMs(timeLimitMs),
      deps,
    ).pipe(
      mergeMap(result => {
        if ('value' in result) {
          for (const { settlement, events } of result.items)
            if (ended.isStored(result.value, settlement)) events.forEach(deps.emit);
          return EMPTY;
        }
        const { items, error } = result;
        const instead = isRequestError(error)
          ? items.flatMap(({ ifRefused }) => ifRefused?.(error) ?? [])
          : [];
        return instead.length > 0 ? store$(instead) : EMPTY;
      }),
    );
  return concat(report$.pipe(catchError(() => EMPTY)), store$(ended.settled));
}
