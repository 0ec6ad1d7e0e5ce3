import { catchError, concat, EMPTY, map, merge, mergeMap, of, take, tap, type Observable } from 'rxjs';
import { toTranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import { denied, type BulkDenial } from '../../policy/bulk/bulk-limit.js';
import { countThatFits, mostPerRequest } from '../../policy/bulk/request-size.js';
import { isNoBulkCall, type StatusReport } from '../../transport/transport.js';
import type { Claim } from '../engine/claims.js';
import type { ClaimedWatch } from '../engine/watches.js';
import { openAmong } from '../policy/worker/open-among.js';
import { meaningsOf, type PollOutcome } from '../policy/worker/poll-outcome.js';
import { settlePoll, type SettledPoll } from '../policy/worker/settle-poll.js';
import { requestReportOf } from '../policy/worker/request-report.js';
import type { HeldClaim, LaneWork } from './claim-loop.js';
import { persist } from '../engine-calls.js';
import { sendRequest } from './send-request.js';
import { claimTermsOf, settlePatienceMs, type WorkerDeps } from './worker-deps.js';

type PollClaim = HeldClaim<readonly ClaimedWatch[]>;

/** Claims watches that are due, sends one status request for them, decides about each, and settles them. */
export class PollLane implements LaneWork<readonly ClaimedWatch[]> {
  readonly lane = 'poll';
  readonly #deps: WorkerDeps;
  #denial: BulkDenial | undefined;

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
    const [sent, rest] = claim.type === 'send' ? fitting(claim.taken) : [claim.taken, []];
    const outcome$ =
      claim.type === 'send'
        ? this.#request$(sent.map(({ state }) => state.jobId))
        : of<PollOutcome>({ type: 'expired', reason: claim.reason });
    return outcome$.pipe(
      mergeMap(outcome => {
        const now = clock.now() + offsetMs;
        const settled = [...this.#decide(sent, outcome, now), ...rest.map(unchanged)];
        return concat(this.#reportToCircuit(claim, outcome, now), this.#settle(claim, settled, outcome));
      }),
    );
  }

  get #mostJobs(): number {
    const { clock, worker } = this.#deps;
    const isDenied = this.#denial !== undefined && clock.now() < this.#denial.until;
    const { transport } = worker;
    return transport.statuses === undefined || isDenied ? 1 : mostPerRequest(transport.bulkLimit);
  }

  #request$(jobIds: readonly JobId[]): Observable<PollOutcome> {
    const { worker, scheduler, aborting$, onSent } = this.#deps;
    const { transport, limits } = worker;
    function send(): Observable<StatusReport | readonly StatusReport[]> {
      onSent();
      return jobIds.length > 1 && transport.statuses !== undefined
        ? transport.statuses(jobIds)
        : transport.status(jobIds[0]!);
    }
    if (jobIds.length === 0) return of({ type: 'aborted' });
    const request$ = sendRequest({ lane: 'poll', send, timeLimitMs: limits.requestTimeoutMs, scheduler });
    return merge(
      request$.pipe(
        map((answer): PollOutcome => ({ type: 'answer', answer })),
        catchError((error: unknown) =>
          of<PollOutcome>({ type: 'failure', error: toTranslationError(error) }),
        ),
      ),
      aborting$.pipe(map((): PollOutcome => ({ type: 'aborted' }))),
    ).pipe(take(1));
  }

  #decide(sent: readonly ClaimedWatch[], outcome: PollOutcome, now: number): readonly SettledPoll[] {
    const { rules, clock, retryTokens, random } = this.#deps;
    if (outcome.type === 'failure' && isNoBulkCall(outcome.error)) {
      this.#denial = denied(this.#denial, clock.now());
    }
    const meaningOf = meaningsOf(
      sent.map(({ state }) => state.jobId),
      outcome,
    );
    const meanings = sent.map(({ state }) => meaningOf(state.jobId));
    const alsoOpenTo = rules.learner === undefined ? () => undefined : openAmong(sent, meanings, now);
    return sent.map((watch, index) => {
      const meaning = meanings[index]!;
      if (meaning.type === 'decide' && meaning.input.type === 'report') retryTokens.earn();
      const settled = settlePoll(watch, meaning, {
        rules: rules.of(watch.terms),
        now,
        random,
        canRetry: retryTokens.hasToken,
        alsoOpen: alsoOpenTo(watch),
        count: sent.length,
        isLearning: rules.learner !== undefined,
      });
      for (const { type } of settled.events) if (type === 'RETRY_ATTEMPTED') retryTokens.spend();
      return settled;
    });
  }

  /** Before the watches are settled, since settling makes other workers claim. */
  #reportToCircuit(claim: PollClaim, outcome: PollOutcome, now: number): Observable<unknown> {
    if (claim.type !== 'send') return EMPTY;
    const { circuit } = this.#deps;
    const { circuit: reported } = requestReportOf(outcome, this.#deps.worker.limits.maxSilenceMs);
    return circuit.report(claim.circuit, reported, now).pipe(catchError(() => EMPTY));
  }

  #settle(claim: PollClaim, settled: readonly SettledPoll[], outcome: PollOutcome): Observable<unknown> {
    const { worker, emit } = this.#deps;
    const { engine, account, limits } = worker;
    const settlements = settled.map(({ settlement }) => settlement);
    const { silence } = requestReportOf(outcome, limits.maxSilenceMs);
    return persist(
      () => engine.settleWatches(account, claim.lease, settlements, silence),
      settlePatienceMs(limits.requestTimeoutMs),
      this.#deps,
    ).pipe(
      // A watch that another worker has claimed meanwhile emits its events there.
      tap(jobIds => {
        const changed = new Set(jobIds);
        for (const { settlement, events } of settled)
          if (changed.has(settlement.state.jobId)) events.forEach(emit);
      }),
      catchError(() => EMPTY),
    );
  }
}

/** Those that fit into one address, and the rest, which is given back. */
function fitting(
  taken: readonly ClaimedWatch[],
): readonly [sent: readonly ClaimedWatch[], rest: readonly ClaimedWatch[]] {
  const count = countThatFits(taken.map(({ state }) => state.jobId));
  return [taken.slice(0, count), taken.slice(count)];
}

const unchanged = (watch: ClaimedWatch): SettledPoll => ({
  settlement: { ...watch, hasChanged: false },
  events: [],
});
