import {
  asyncScheduler,
  catchError,
  EMPTY,
  mergeMap,
  type Observable,
  type SchedulerLike,
  type Subscription,
} from 'rxjs';
import { aFunction, checkOptions, checkRequired, having, type CheckTable } from '../../model/checks.js';
import type { JobId } from '../../model/job.js';
import { persist } from '../engine-calls.js';
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

/** How many calls of the engine are under way at once. */
const CONCURRENCY = 4;
/** How long a call is repeated, in ms: after that, the watch's own schedule is soon enough. */
const PATIENCE_MS = 10_000;

/**
 * Wakes durable watches: each is polled at once, by the worker that claims it. One process that receives webhooks is enough.
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
  function wake(jobId: JobId | undefined): Observable<unknown> {
    return engine.wake(account, jobId === undefined ? undefined : [jobId]);
  }
  return wake$
    .pipe(
      mergeMap(
        jobId => persist(() => wake(jobId ?? undefined), PATIENCE_MS, deps).pipe(catchError(() => EMPTY)),
        CONCURRENCY,
      ),
      catchError(() => EMPTY),
    )
    .subscribe();
}
