import {
  asyncScheduler,
  catchError,
  concatMap,
  EMPTY,
  exhaustMap,
  of,
  repeat,
  tap,
  timer,
  type Observable,
  type SchedulerLike,
  type Subscription,
} from 'rxjs';
import { aFunction, checkOptions, checkRequired, having, type CheckTable } from '../../model/checks.js';
import type { JobId } from '../../model/job.js';
import { persistAll } from '../engine-calls.js';
import type { DurableEngine } from '../engine/engine.js';
import { anAccount } from '../storable.js';

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

const ARGUMENTS: CheckTable = { engine: having('wake'), wake$: having('subscribe', 'pipe') };
const OPTIONS: CheckTable = {
  account: anAccount,
  scheduler: having('now', 'schedule'),
  random: aFunction,
};

/** The most ids in one call, so that no statement takes long. */
const MOST_IDS = 1000;
/** How long a call is repeated, in ms: after that, the watch's own schedule is soon enough. */
const PATIENCE_MS = 10_000;

/**
 * Wakes durable watches: each is polled at once, by the worker that claims it. One process that receives webhooks is enough. Ids that arrive together, or during a call of the engine,
 * share the next call.
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
  /** Ids to wake; undefined means all watches. */
  const waiting = new Set<JobId | undefined>();
  function wake(jobIds: readonly (JobId | undefined)[]): Observable<unknown> {
    return engine.wake(account, jobIds.includes(undefined) ? undefined : (jobIds as readonly JobId[]));
  }
  function wakeWaiting(): Observable<unknown> {
    const jobIds = [...waiting].slice(0, MOST_IDS);
    for (const jobId of jobIds) waiting.delete(jobId);
    return persistAll(jobIds, wake, () => PATIENCE_MS, deps);
  }
  return wake$
    .pipe(
      // Anything but an id is meant for all, as in a client.
      tap(jobId => waiting.add(typeof jobId === 'string' ? jobId : undefined)),
      exhaustMap(() =>
        timer(0, scheduler).pipe(
          concatMap(wakeWaiting),
          repeat({ delay: () => (waiting.size > 0 ? of(undefined) : EMPTY) }),
        ),
      ),
      catchError(() => EMPTY),
    )
    .subscribe();
}
