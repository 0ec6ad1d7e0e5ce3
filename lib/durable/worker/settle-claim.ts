import { catchError, concat, EMPTY, tap, type Observable } from 'rxjs';
import { persist } from '../engine-calls.js';
import type { SilenceReport } from '../engine/claims.js';
import { requestReportOf, type AnyOutcome } from '../policy/worker/request-report.js';
import type { HeldClaim } from './claim-loop.js';
import { settlePatienceMs, type WorkerDeps } from './worker-deps.js';

/** A claim whose request has ended. */
export interface EndedClaim<T> {
  readonly claim: HeldClaim<unknown>;
  readonly outcome: AnyOutcome;
  /** By the engine's clock. */
  readonly now: number;
  /** The time limit of the request, in ms. */
  readonly timeLimitMs: number;
  /** Stores what was decided about what was claimed. */
  settle(silence: SilenceReport | undefined): Observable<T>;
  /** Called once that is stored. */
  onSettled(stored: T): void;
}

/**
 * Stores what the end of a request means: for the circuit, and for what was claimed. The circuit comes first, since settling makes other workers claim.
 *
 * *Emits* nothing of interest. *Completes* when all is stored, or the lease has ended. Never *errors*: what could not be stored is due again.
 */
export function settleClaim<T>(ended: EndedClaim<T>, deps: WorkerDeps): Observable<unknown> {
  const { claim, outcome, now, timeLimitMs } = ended;
  const { circuit, silence } = requestReportOf(outcome, deps.worker.limits.maxSilenceMs);
  const report$ = claim.type === 'send' ? deps.circuit.report(claim.circuit, circuit, now) : EMPTY;
  const settle$ = persist(() => ended.settle(silence), settlePatienceMs(timeLimitMs), deps).pipe(
    tap(stored => ended.onSettled(stored)),
  );
  return concat(report$.pipe(catchError(() => EMPTY)), settle$.pipe(catchError(() => EMPTY)));
}
