import { Observable } from 'rxjs';
import { errorFromJson } from '../../model/error-json.js';
import { toTranslationError, TranslationError } from '../../model/errors.js';
import type { JobSnapshot } from '../../model/job.js';
import { hasChanged, snapshotOf } from '../../policy/watch/snapshot.js';
import { initialState, type WatchStart, type WatchState } from '../../policy/watch/state.js';
import { timeoutError } from '../../policy/watch/timeout.js';
import { ended, withJob } from '../../policy/watch/watch-error.js';
import { timerOf } from '../../stream/time/timer-queue.js';
import type { WatchTerms } from '../../stream/watch/watch-terms.js';
import type { WatchPlan } from '../../stream/watch/watch-job.js';
import type { NewWatch } from '../engine/watches.js';
import type { WatchUpdate } from './updates/watch-source.js';
import { isPolledSince } from './updates/is-polled-since.js';
import { WORKER_GRACE_MS } from '../policy/limits.js';
import type { DurableDeps } from './durable-deps.js';
import { storedTermsOf } from './stored-terms.js';

/**
 * Watches one job through an engine: adds a watch, unless there is one, and follows it. Workers poll the job.
 *
 * *Emits*, *completes* and *errors* as `watchJob` does. *On unsubscribe* stops reading; **the durable watch continues** until its deadline.
 */
export function durableWatch(plan: WatchPlan, deps: DurableDeps): Observable<JobSnapshot> {
  return new Observable(subscriber => {
    const { jobId, terms } = plan;
    const { timers, openStreams, updates, emit } = deps;
    const startedAt = plan.startedAt ?? timers.now();
    let state = stateOf(plan, terms, timers.now());
    let last: JobSnapshot | undefined;

    const show = (snapshot: JobSnapshot): void => {
      last = snapshot;
      subscriber.next(snapshot);
    };
    const after = (update: WatchUpdate): void => {
      if (update === 'missing') {
        subscriber.error(withJob(deleted(jobId), state));
        return;
      }
      ({ state } = update);
      if (isPolledSince(last, state) && (terms.emit === 'polls' || hasChanged(last, state)))
        show(snapshotOf(state, last));
      const { end } = update;
      if (end?.error !== undefined) subscriber.error(errorFromJson(end.error));
      else if (end !== undefined) subscriber.complete();
    };
    const fail = (error: TranslationError): void => {
      const { events, next } = ended(state, error, timers.now());
      for (const event of events) emit(event);
      subscriber.error(next.error);
    };
    const giveUp = (): void => fail(timeoutError(state, timers.now(), terms.rules.timeoutMs));
    const refused = (error: unknown): void => fail(toTranslationError(error));

    subscriber.add(openStreams.add(closed => subscriber.error(withJob(closed, state))));
    if (plan.firstPoll === 'after-interval') show(snapshotOf(state));
    const leftMs = startedAt + terms.rules.timeoutMs - timers.now();
    const timer = timerOf(giveUp);
    timers.setIn(timer, Math.max(0, leftMs) + WORKER_GRACE_MS);
    subscriber.add(() => timers.cancel(timer));
    subscriber.add(
      updates.watch(newWatchOf(plan, startedAt, timers.now())).subscribe({ next: after, error: refused }),
    );
  });
}

const deleted = (jobId: string): TranslationError =>
  new TranslationError(
    `The watch of job ${jobId} was deleted. The job keeps running: watch it again by its id`,
  );

/** The watch to add; instants count from 0. It is due at once. If workers have just created the job, its watch exists already and is left unchanged. */
function newWatchOf(plan: WatchPlan, startedAt: number, now: number): NewWatch {
  const { jobId, terms, notFoundUntil } = plan;
  return {
    state: stateOf(
      {
        jobId,
        firstPoll: 'at-once',
        startedAt: startedAt - now,
        notFoundUntil: notFoundUntil === undefined ? undefined : notFoundUntil - now,
      },
      terms,
      0,
    ),
    terms: storedTermsOf(terms.given),
  };
}

const stateOf = (start: WatchStart, { rules }: WatchTerms, now: number): WatchState =>
  initialState(start, { rules, now });
