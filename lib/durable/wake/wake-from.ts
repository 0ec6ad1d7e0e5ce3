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
   * The timers for retries when the engine fails.
   * @default asyncScheduler
   */
  readonly scheduler?: SchedulerLike | undefined;
  /**
   * Random numbers, uniform in [0, 1).
   * @default Math.random
   */
  readonly random?: (() => number) | undefined;
}

const ARGUMENTS = { engine: having('wake', 'readWatches'), wake$: having('subscribe', 'pipe') };
const OPTIONS: CheckTable<WakeFromOptions> = {
  account: anAccount,
  scheduler: having('now', 'schedule'),
  random: aFunction,
};

/** The most ids in one call, so that no statement takes long. */
const MOST_IDS = 1000;
/** How long a call is repeated, in ms: after that, the watch's own schedule is soon enough. */
const PATIENCE_MS = 10_000;
/** The most ids that wait for a call, the latest: an engine that is down takes none. The schedules of the others still find them. */
const MOST_WAITING = 10_000;
/** Stands for all watches in a call, since no id is empty. */
const ALL = '';
/** How often jobs without a watch are looked up again, in ms. */
const AGAIN_MS = 2000;
/** With a version that no watch has reached, a read returns no watch, only which are missing. */
const UNREACHED_VERSION = 2 ** 31 - 1;

/**
 * Wakes durable watches: whichever worker claims a watch polls it at once. Use it in the one process that receives webhooks. Ids that arrive together, or during an engine call, share
 * the next call. A job without a watch is looked up again for five minutes, because it may have ended before the response to its create was stored.
 *
 * @example
 * const waking = wakeFrom(engine, receiver.wake$);
 *
 * @param wake$ Emits the id of a job that may have changed; without an id, all watches are woken.
 * @throws RangeError or TypeError for an unknown option, or one out of bounds.
 * @returns a subscription that stops it. It also ends when `wake$` completes, and silently when `wake$` fails.
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
  /** Kept apart from the ids, so that no number of them drops a wake for all. */
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
