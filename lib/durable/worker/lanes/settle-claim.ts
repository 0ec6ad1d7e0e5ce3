import { catchError, concat, EMPTY, tap, type Observable } from 'rxjs';
import { persistAll } from '../../engine-calls.js';
import type { SilenceReport } from '../../engine/claims.js';
import { requestReportOf, type AnyOutcome } from '../../policy/worker/request-report.js';
import type { HeldClaim } from '../claims/claim-loop.js';
import { settlePatienceMs, type WorkerDeps } from '../worker-deps.js';

/** A claim whose request has ended. */
export interface EndedClaim<Settlement, T> {
  readonly claim: HeldClaim<unknown>;
  readonly outcome: AnyOutcome;
  /** By the engine's clock. */
  readonly now: number;
  /** The time limit of the request, in ms. */
  readonly timeLimitMs: number;
  /** What was decided about what was claimed. */
  readonly settlements: readonly Settlement[];
  /** Stores some of that; if the engine refuses them, half as many. */
  settle(settlements: readonly Settlement[], silence: SilenceReport | undefined): Observable<T>;
  /** Called once these are stored. */
  onSettled(stored: T): void;
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
  const settle$ = persistAll(
    ended.settlements,
    settlements => ended.settle(settlements, silence),
    () => settlePatienceMs(timeLimitMs),
    deps,
  ).pipe(
    tap(result => {
      if ('answer' in result) ended.onSettled(result.answer);
    }),
  );
  return concat(report$.pipe(catchError(() => EMPTY)), settle$);
}
