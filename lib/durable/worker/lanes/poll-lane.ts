import { map, mergeMap, of, type Observable } from 'rxjs';
import type { JobId } from '../../../model/job.js';
import { untriedBulkCall } from '../../../policy/bulk/bulk-call.js';
import { countThatFits, jobsPerRequest } from '../../../policy/bulk/request-size.js';
import type { StatusReport } from '../../../transport/transport.js';
import type { Claim } from '../../engine/claims.js';
import type { ClaimedWatch, Settlement } from '../../engine/watches.js';
import { bulkCallAfter } from '../../policy/worker/bulk-call-after.js';
import { checkedOutcome, type PollOutcome } from '../../policy/worker/poll-outcome.js';
import type { HeldClaim, LaneWork } from '../claims/claim-loop.js';
import { decidePolls } from './decide-polls.js';
import { requestOutcome } from './request-outcome.js';
import { settleClaim, type Settled } from './settle-claim.js';
import { claimTermsOf, type WorkerDeps } from '../worker-deps.js';

type PollClaim = HeldClaim<readonly ClaimedWatch[]>;

/** Claims watches that are due, sends one status request for them, decides about each, and settles them together. */
export class PollLane implements LaneWork<readonly ClaimedWatch[]> {
  readonly lane = 'poll';
  readonly #deps: WorkerDeps;
  #bulkCall = untriedBulkCall;

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
  }

  claim(): Observable<Claim<readonly ClaimedWatch[]>> {
    const { worker } = this.#deps;
    const terms = claimTermsOf(worker, worker.limits.requestTimeoutMs);
    return worker.engine.claimWatches(worker.account, this.#mostJobs, terms);
  }

  work(claim: PollClaim): Observable<unknown> {
    const { clock } = this.#deps;
    const offsetMs = claim.now - clock.now();
    const count = claim.type === 'send' ? countThatFits(idsOf(claim.taken)) : claim.taken.length;
    const polled = claim.taken.slice(0, count);
    const rest = claim.taken.slice(count);
    const outcome$ =
      claim.type === 'send'
        ? this.#request$(idsOf(polled))
        : of({ type: 'expired', reason: claim.reason } as const);
    return outcome$.pipe(
      mergeMap(outcome => {
        const now = clock.now() + offsetMs;
        const checked = checkedOutcome(idsOf(polled), outcome);
        this.#bulkCall = bulkCallAfter(this.#bulkCall, polled.length, checked, clock.now());
        const settled = [...decidePolls(polled, checked, now, this.#deps), ...rest.map(unchanged)];
        return this.#settle$(claim, outcome, settled, now);
      }),
    );
  }

  get #mostJobs(): number {
    const { clock, worker } = this.#deps;
    return jobsPerRequest(worker.transport, this.#bulkCall, clock.now());
  }

  #request$(jobIds: readonly JobId[]): Observable<PollOutcome> {
    const { worker, scheduler, aborting$, onSent } = this.#deps;
    const { transport, limits } = worker;
    if (jobIds.length === 0) return of({ type: 'aborted' });
    function send(): Observable<StatusReport | readonly StatusReport[]> {
      onSent();
      return jobIds.length > 1 && transport.statuses !== undefined
        ? transport.statuses(jobIds)
        : transport.status(jobIds[0]!);
    }
    return requestOutcome({ lane: 'poll', send, timeLimitMs: limits.requestTimeoutMs, scheduler }, aborting$);
  }

  #settle$(
    claim: PollClaim,
    outcome: PollOutcome,
    settled: readonly Settled<Settlement>[],
    now: number,
  ): Observable<unknown> {
    const { engine, account, limits } = this.#deps.worker;
    return settleClaim(
      {
        claim,
        outcome,
        now,
        timeLimitMs: limits.requestTimeoutMs,
        settled,
        settle: (settlements, silence) =>
          engine
            .settleWatches(account, claim.lease, settlements, silence)
            .pipe(map(jobIds => new Set(jobIds))),
        isStored: (jobIds, { state }) => jobIds.has(state.jobId),
      },
      this.#deps,
    );
  }
}

const idsOf = (watches: readonly ClaimedWatch[]): readonly JobId[] => watches.map(({ state }) => state.jobId);

/** A watch that did not fit into the request is given back. */
const unchanged = (watch: ClaimedWatch): Settled<Settlement> => ({
  settlement: { ...watch, hasChanged: false },
  events: [],
});
