import {
  asyncScheduler,
  catchError,
  concatMap,
  EMPTY,
  exhaustMap,
  finalize,
  merge,
  of,
  repeat,
  Subject,
  switchMap,
  tap,
  timer,
  type Observable,
  type SchedulerLike,
  type Subscription,
} from 'rxjs';
import { aFunction, checkOptions, checkRequired, having, type CheckTable } from '../../model/checks.js';
import { dropOldest } from '../../model/drop-oldest.js';
import type { JobId } from '../../model/job.js';
import { persistAll } from '../engine-calls.js';
import type { DurableEngine } from '../engine/engine.js';
import { steadyClock } from '../../stream/time/clock.js';
import { anAccount } from '../storable.js';
import { UnknownJobs } from './unknown-jobs.js';

/** Options of `wakeFrom`. */
export interface WakeFromOptions {
  /**
   * The account whose watches are woken.
   * @default 'main'
   */
  readonly account?: string | undefined;
  /**
   * The timers for repeated calls, when the engine fails.
   * @default asyncScheduler
   */
  readonly scheduler?: SchedulerLike | undefined;
  /**
   * Random numbers, uniform in [0, 1).
   * @default Math.random
   */
  readonly random?: (() => number) | undefined;
}

const ARGUMENTS: CheckTable = { engine: having('wake', 'readWatches'), wake$: having('subscribe', 'pipe') };
const OPTIONS: CheckTable = {
  account: anAccount,
  scheduler: having('now', 'schedule'),
  random: aFunction,
};

/** The most ids in one call, so that no statement takes long. */
const MOST_IDS = 1000;
/** How long a call is repeated, in ms: after that, the watch's own schedule is soon enough. */
const PATIENCE_MS = 10_000;
/** The most ids that wait for a call, the latest: an engine that is down answers none. Those of the others are found by their schedules. */
const MOST_WAITING = 10_000;
/** What stands for all watches in a call: no id is empty. */
const ALL = '';
/** How often jobs without a watch are looked for again, in ms. */
const AGAIN_MS = 2000;
/** With a version that no watch has reached, a read returns no watch, only which are missing. */
const UNREACHED_VERSION = 2 ** 31 - 1;

/**
 * Wakes durable watches: each is polled at once, by the worker that claims it. One process that receives webhooks is enough. Ids that arrive together, or during a call of the engine,
 * share the next call. A job that has no watch yet is looked for again for five minutes: it may have ended before the answer to its create was stored.
 *
 * @example
 * const waking = wakeFrom(engine, receiver.wake$);
 *
 * @param wake$ Emits the id of a job that may have changed; without an id, all watches are woken.
 * @throws RangeError or TypeError for an option out of its bounds, or unknown.
 * @returns a subscription that stops it. It also ends with `wake$`; an error of `wake$` ends it silently.
 */
export function wakeFrom(
  engine: DurableEngine,
  wake$: Observable<JobId | undefined | void>,
  options: WakeFromOptions = {},
): Subscription {
  checkOptions('wake watches', { engine, wake$ }, ARGUMENTS);
  checkOptions('wake watches', options, OPTIONS);
  checkRequired('wake watches', { engine, wake$ }, ['engine', 'wake$']);
  const { account = 'main', scheduler = asyncScheduler, random = Math.random } = options;
  const deps = { scheduler, random, onError: () => undefined };
  const waiting = new Set<JobId>();
  /** Apart from the ids: however many come, a wake for all is not dropped. */
  let isAllWaiting = false;
  const unknown = new UnknownJobs(steadyClock(scheduler));
  const unknownSubject = new Subject<void>();
  function wake(given: readonly JobId[]): Observable<unknown> {
    const jobIds = given.filter(jobId => jobId !== ALL);
    const seen = jobIds.map(jobId => ({ jobId, version: UNREACHED_VERSION }));
    return engine.readWatches(account, seen).pipe(
      switchMap(({ missing }) => {
        const unwatched = new Set(missing);
        unknown.note(jobIds, unwatched);
        if (given.includes(ALL)) return engine.wake(account);
        const known = jobIds.filter(jobId => !unwatched.has(jobId));
        return known.length === 0 ? of(undefined) : engine.wake(account, known);
      }),
    );
  }
  function wakeWaiting(): Observable<unknown> {
    const jobIds = [...(isAllWaiting ? [ALL] : []), ...waiting].slice(0, MOST_IDS);
    isAllWaiting = false;
    for (const jobId of jobIds) waiting.delete(jobId);
    return persistAll(jobIds, wake, () => PATIENCE_MS, deps).pipe(
      finalize(() => {
        if (!unknown.isEmpty) unknownSubject.next();
      }),
    );
  }
  const given$ = wake$.pipe(
    tap({
      // Anything but an id is meant for all, as in a client.
      next: jobId => {
        if (typeof jobId === 'string' && jobId !== ALL) waiting.add(jobId);
        else isAllWaiting = true;
        dropOldest(waiting, MOST_WAITING);
      },
      complete: () => unknownSubject.complete(),
    }),
  );
  const again$ = unknownSubject.pipe(
    exhaustMap(() => timer(AGAIN_MS, scheduler)),
    tap(() => {
      for (const jobId of unknown.current()) waiting.add(jobId);
    }),
  );
  return merge(given$, again$)
    .pipe(
      exhaustMap(() =>
        timer(0, scheduler).pipe(
          concatMap(wakeWaiting),
          repeat({ delay: () => (isAllWaiting || waiting.size > 0 ? of(undefined) : EMPTY) }),
        ),
      ),
      catchError(() => EMPTY),
    )
    .subscribe();
}
