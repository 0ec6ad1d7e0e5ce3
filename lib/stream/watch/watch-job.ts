import { EMPTY, expand, Observable, of, retry, scan, startWith, throwError } from 'rxjs';
import { toTranslationError } from '../../model/errors.js';
import type { JobSnapshot } from '../../model/job.js';
import { begin, decide } from '../../policy/watch/decide.js';
import type { OpenJob } from '../../policy/polling/polling-strategy.js';
import { hasChanged, snapshotOf } from '../../policy/watch/snapshot.js';
import type { Decision, WatchInput } from '../../policy/watch/decision.js';
import type { WatchStart } from '../../policy/watch/state.js';
import { withJob } from '../../policy/watch/watch-error.js';
import { PendingPoll } from '../poll/pending-poll.js';
import { PollInterrupted } from '../poll/poll-interrupted.js';
import { carryOut, contextOf, openJobOf, type WatchDeps } from './effects.js';
import type { WatchTerms } from './watch-terms.js';
import type { Notify } from './signals.js';

/** One watch: its job and its options. */
export interface WatchPlan extends WatchStart {
  readonly terms: WatchTerms;
}

/**
 * Watches one job until the service has settled it.
 *
 * ```text
 * timer -> poll -> expand: settled ? EMPTY : timer -> poll ... -> retry -> scan into snapshots
 * ```
 *
 * The timer is the pending poll's. `policy/watch` alone decides what happens next; this pipeline carries it out.
 *
 * *Emits* after every successful poll: a new snapshot if something visible has changed (with `emit: 'polls'` always), otherwise the last one again, which `shareLatest`
 * drops. *Completes* after a settled snapshot. *Errors* with `TimeoutError` at the deadline, and when the service refuses, with the job's id and last
 * snapshot. *On unsubscribe* stops timer and request at once; the job keeps running.
 */
export function watchJob(plan: WatchPlan, deps: WatchDeps): Observable<JobSnapshot> {
  return new Observable(subscriber => {
    const { jobId, terms } = plan;
    const pendingPoll = new PendingPoll(
      {
        jobId,
        isLearning: terms.learner !== undefined,
        openJob: () => openJobOf(state, terms, deps),
      },
      deps,
    );
    // First, because the teardown of a signal may be the user's, who may make the gate send what waits there.
    subscriber.add(pendingPoll);
    const first = begin(plan, contextOf(terms, deps));
    let { state } = first;
    let end: Decision | undefined;

    const take = (decision: Decision, input?: WatchInput): Decision => {
      const before = state;
      ({ state } = decision);
      if (decision.next.type === 'settled' || decision.next.type === 'ended') end = decision;
      pendingPoll.plan(decision.next);
      carryOut(decision, { input, before, terms, deps });
      return decision;
    };
    const after = (input: WatchInput, alsoOpen?: readonly OpenJob[]): Decision => {
      if (end) return end;
      const wasPaused = state.isPaused;
      const decision = decide(state, input, contextOf(terms, deps, alsoOpen));
      // The schedule may have paused or resumed the watch while it was asked.
      const { isPaused } = state;
      const taken = take(decision, input);
      return isPaused === wasPaused ? taken : after({ type: isPaused ? 'pause' : 'resume' });
    };

    const poll$ = pendingPoll.poll(after);
    function follow({ next }: Decision): Observable<Decision> {
      return next.type === 'ended' ? throwError(() => next.error) : next.type === 'settled' ? EMPTY : poll$;
    }

    const begun$ = follow(take(first));
    subscriber.add(
      deps.openStreams.add(closed => {
        if (end?.next.type !== 'settled') subscriber.error(withJob(closed, state));
      }),
    );
    for (const signal of terms.signals) {
      const notify: Notify = type => {
        const { next } = after(type === 'wake' ? { type, isPolling: pendingPoll.isSent } : { type });
        if (next.type === 'ended') subscriber.error(next.error);
      };
      subscriber.add(signal(jobId, notify));
    }

    const created = plan.firstPoll === 'at-once' ? undefined : snapshotOf(state);
    const snapshot$ = begun$.pipe(
      expand(follow),
      retry({
        delay: thrown => {
          const { next } = after(inputOf(thrown));
          return next.type === 'ended' ? throwError(() => next.error) : of(next);
        },
      }),
      scan<Decision, JobSnapshot, JobSnapshot | undefined>(
        (last, latest) =>
          terms.emit === 'polls' || hasChanged(last, latest.state) ? snapshotOf(latest.state, last) : last!,
        created,
      ),
    );
    subscriber.add(
      (created === undefined ? snapshot$ : snapshot$.pipe(startWith(created))).subscribe(subscriber),
    );
  });
}

/** The input for a poll that ended without a report. */
const inputOf = (thrown: unknown): WatchInput =>
  thrown instanceof PollInterrupted ? thrown.input : { type: 'failure', error: toTranslationError(thrown) };
