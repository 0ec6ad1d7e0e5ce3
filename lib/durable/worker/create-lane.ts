import {
  catchError,
  concat,
  EMPTY,
  isObservable,
  map,
  merge,
  mergeMap,
  of,
  take,
  tap,
  toArray,
  type Observable,
} from 'rxjs';
import { ProtocolError, RateLimitError, toTranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import { checkIds } from '../../policy/create/check-ids.js';
import type { Claim } from '../engine/claims.js';
import type { ClaimedCreate } from '../engine/creates.js';
import {
  settleCreate,
  tooLateToSend,
  type CreateOutcome,
  type SettledCreate,
} from '../policy/worker/settle-create.js';
import { requestReportOf } from '../policy/worker/request-report.js';
import type { HeldClaim, LaneWork } from './claim-loop.js';
import { persist } from '../engine-calls.js';
import { checkStorable } from '../storable.js';
import { sendRequest } from './send-request.js';
import { claimTermsOf, settlePatienceMs, type WorkerDeps } from './worker-deps.js';

type CreateClaim = HeldClaim<ClaimedCreate>;

/** Claims creates that are due, sends one attempt of each, and settles them, together with the watches of their jobs. */
export class CreateLane implements LaneWork<ClaimedCreate> {
  readonly lane = 'create';
  readonly #deps: WorkerDeps;

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
  }

  claim(): Observable<Claim<ClaimedCreate>> {
    const { worker } = this.#deps;
    return worker.engine.claimCreate(worker.account, claimTermsOf(worker, worker.limits.createTimeoutMs));
  }

  work(claim: CreateClaim): Observable<unknown> {
    const { clock } = this.#deps;
    const offsetMs = claim.now - clock.now();
    return this.#outcome$(claim).pipe(
      mergeMap(outcome => {
        const now = clock.now() + offsetMs;
        return concat(this.#reportToCircuit(claim, outcome, now), this.#settle(claim, outcome, now));
      }),
    );
  }

  #outcome$({ type, taken, now }: CreateClaim): Observable<CreateOutcome> {
    const { worker, scheduler, aborting$, onSent } = this.#deps;
    const { transport, limits } = worker;
    const tooLate = tooLateToSend(taken, now);
    if (tooLate !== undefined) return of({ type: 'not sent', error: tooLate });
    if (type === 'expired') {
      return of({ type: 'not sent', error: new RateLimitError('Nothing was sent before the deadline') });
    }
    const { request, key } = taken;
    function send(): Observable<readonly JobId[]> {
      transport.check?.(request);
      onSent();
      const jobId$ = transport.create(request, key);
      // `sendRequest` refuses what is no Observable.
      return isObservable(jobId$)
        ? jobId$.pipe(
            toArray(),
            map(jobIds => checkIds(jobIds, request)),
            tap(checkStorableIds),
          )
        : jobId$;
    }
    const timeLimitMs = Math.min(limits.createTimeoutMs, taken.deadlineAt - now);
    return merge(
      sendRequest({ lane: 'create', send, timeLimitMs, scheduler }).pipe(
        map((jobIds): CreateOutcome => ({ type: 'created', jobIds })),
        catchError((error: unknown) =>
          of<CreateOutcome>({ type: 'failure', error: toTranslationError(error) }),
        ),
      ),
      aborting$.pipe(map((): CreateOutcome => ({ type: 'aborted' }))),
    ).pipe(take(1));
  }

  #reportToCircuit(claim: CreateClaim, outcome: CreateOutcome, now: number): Observable<unknown> {
    if (claim.type !== 'send') return EMPTY;
    const { circuit: reported } = requestReportOf(outcome, this.#deps.worker.limits.maxSilenceMs);
    return this.#deps.circuit.report(claim.circuit, reported, now).pipe(catchError(() => EMPTY));
  }

  #settle(claim: CreateClaim, outcome: CreateOutcome, now: number): Observable<unknown> {
    const { worker, emit } = this.#deps;
    const { engine, account, limits } = worker;
    const { settlement, events } = this.#decide(claim.taken, outcome, now);
    const { silence } = requestReportOf(outcome, limits.maxSilenceMs);
    return persist(
      () => engine.settleCreate(account, claim.taken.key, claim.lease, settlement, silence),
      settlePatienceMs(limits.createTimeoutMs),
      this.#deps,
    ).pipe(
      tap(isSettled => {
        if (isSettled) events.forEach(emit);
      }),
      catchError(() => EMPTY),
    );
  }

  #decide(create: ClaimedCreate, outcome: CreateOutcome, now: number): SettledCreate {
    const { rules, worker, random } = this.#deps;
    const { notFoundGraceMs } = worker.limits;
    return settleCreate(create, outcome, { rules: rules.of(create.terms), notFoundGraceMs, now, random });
  }
}

/** Only a service that is not reached over HTTP has such ids. @throws ProtocolError with all that were created. */
function checkStorableIds(jobIds: readonly JobId[]): void {
  try {
    for (const jobId of jobIds) checkStorable('store a job', 'job id', jobId);
  } catch (thrown) {
    throw new ProtocolError((thrown as Error).message, { created: jobIds });
  }
}
