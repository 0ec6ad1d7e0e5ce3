import { isObservable, map, mergeMap, of, take, tap, toArray, type Observable } from 'rxjs';
import { withDetails, type TranslationError } from '../../../model/errors.js';
import { isJobId } from '../../../model/job-id.js';
import type { JobId } from '../../../model/job.js';
import { checkIds, MOST_IDS } from '../../../policy/create/check-ids.js';
import { checkRequestFor } from '../../../transport/transport-checks.js';
import type { Claim } from '../../engine/claims.js';
import type { ClaimedCreate } from '../../engine/creates.js';
import type { CreateOutcome } from '../../policy/worker/create-outcome.js';
import { nextPart } from '../../policy/worker/next-part.js';
import { settleCreate } from '../../policy/worker/settle-create.js';
import { tooLateToSend } from '../../policy/worker/too-late-to-send.js';
import type { HeldClaim, LaneWork } from '../claims/claim-loop.js';
import { requestOutcome } from './request-outcome.js';
import { settleClaim } from './settle-claim.js';
import { claimTermsOf, type WorkerDeps } from '../worker-deps.js';

type CreateClaim = HeldClaim<ClaimedCreate>;

/** Claims creates that are due, sends one request of each, and settles it, after the last one together with the watches of its jobs. */
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
      mergeMap(outcome => this.#settle$(claim, outcome, clock.now() + offsetMs)),
    );
  }

  /** An expired claim needs no case of its own: it is past its deadline, so it is too late to send it. */
  #outcome$({ taken, now }: CreateClaim): Observable<CreateOutcome> {
    const tooLate = tooLateToSend(taken, now);
    return tooLate === undefined
      ? this.#request$(taken, now)
      : of<CreateOutcome>({ type: 'not sent', error: tooLate });
  }

  /** If each job needs a request of its own, only the first that was not answered is sent: the others need slots of their own. */
  #request$({ request, key, deadlineAt, known }: ClaimedCreate, now: number): Observable<CreateOutcome> {
    const { worker, scheduler, aborting$, onSent } = this.#deps;
    const { transport, limits } = worker;
    const found: JobId[] = [];
    function send(): Observable<CreateOutcome> {
      checkRequestFor(transport, request);
      const part = nextPart(transport.split?.(request, key) ?? [{ request, key }], known);
      onSent();
      const jobId$ = transport.create(part.request, part.key);
      // `callTransport` refuses anything but an Observable.
      if (!isObservable(jobId$)) return jobId$;
      return jobId$.pipe(
        tap(jobId => {
          if (isJobId(jobId)) found.push(jobId);
        }),
        take(MOST_IDS),
        toArray(),
        map(jobIds => ({
          type: part.isLast ? 'created' : 'answered',
          jobIds: [...part.before, ...checkIds(jobIds, part.request)],
        })),
      );
    }
    const timeLimitMs = Math.min(limits.createTimeoutMs, deadlineAt - now);
    return requestOutcome({ lane: 'create', send, timeLimitMs, scheduler }, aborting$).pipe(
      map((outcome): CreateOutcome => {
        if (outcome.type === 'response') return outcome.response;
        // Some of its jobs may exist, even if it ran out of time.
        if (outcome.type === 'aborted') return { type: 'aborted', found };
        return found.length > 0
          ? { ...outcome, error: withDetails(outcome.error, { created: found }) }
          : outcome;
      }),
    );
  }

  #settle$(claim: CreateClaim, outcome: CreateOutcome, now: number): Observable<unknown> {
    const { worker, rules, random } = this.#deps;
    const { engine, account, limits } = worker;
    const { taken, lease } = claim;
    const context = {
      rules: rules.of(taken.terms),
      notFoundGraceMs: limits.notFoundGraceMs,
      now,
      random,
    };
    const created = 'jobIds' in outcome ? outcome.jobIds : undefined;
    // The jobs exist, but cannot be stored: only a custom transport returns such ids.
    const ifRefused = (refusal: TranslationError) =>
      settleCreate(
        { ...taken, firstSentAt: now },
        { type: 'not sent', error: withDetails(refusal, { created }) },
        context,
      );
    return settleClaim(
      {
        claim,
        outcome,
        now,
        timeLimitMs: limits.createTimeoutMs,
        settled: [{ ...settleCreate(taken, outcome, context), ifRefused }],
        settle: ([settlement], silence) =>
          engine.settleCreate(account, taken.key, lease, settlement!, silence),
        isStored: isHeld => isHeld,
      },
      this.#deps,
    );
  }
}
