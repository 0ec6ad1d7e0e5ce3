import {
  catchError,
  defer,
  map,
  merge,
  of,
  take,
  tap,
  throwError,
  using,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import {
  isTranslationError,
  TimeoutError,
  toTranslationError,
  type TranslationError,
  type UnknownOutcomeError,
} from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import type { TranslationRequest } from '../../model/request.js';
import {
  abandonedError,
  afterAbort,
  afterAttempt,
  createFailure,
  newCreate,
} from '../../policy/create/after-attempt.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { EventBus } from '../event-bus.js';
import type { WhenOpen } from '../limiter/gated-request.js';
import { retryWith } from '../retry-with.js';
import { shareLatest } from '../share-latest.js';
import { longTimer } from '../time/long-timer.js';
import type { TimerQueue } from '../time/timer-queue.js';
import type { WatchTerms } from '../watch/effects.js';
import { connectCreate } from '../watch/signals.js';
import type { RecentJobs } from './recent-jobs.js';
import { sendCreate, type SendCreateDeps } from './send-create.js';

/** One logical create: its jobs are created once, however many attempts it takes. */
export interface CreatePlan {
  readonly request: TranslationRequest;
  /** The same for every attempt. */
  readonly idempotencyKey: string;
  readonly whenOpen: WhenOpen;
  /** How long the create may take, in ms. Called on subscription. */
  readonly timeLeftMs: () => number;
  /** The terms of the watches that will follow. A create listens to their signals; one that workers carry out begins the watches itself. */
  readonly terms?: WatchTerms | undefined;
}

/** What all creates of a client share. */
export interface CreateDeps extends SendCreateDeps {
  readonly retry: RetryConfig;
  readonly bus: EventBus;
  readonly recentJobs: RecentJobs;
  readonly minIntervalMs: number;
  readonly scheduler: SchedulerLike;
  readonly timers: TimerQueue;
  readonly random: () => number;
}

/** A create, and what is known of it. */
export interface Create {
  readonly idempotencyKey: string;
  /**
   * *Emits* all ids together and *completes*; replays them afterwards. *Errors* with `UnknownOutcomeError` if the jobs may exist, otherwise as the request does, always with
   * the idempotency key. *On unsubscribe* by the last subscriber aborts the request; a new subscription continues with the same key.
   */
  readonly jobIds$: Observable<readonly JobId[]>;
  /** Ids of the jobs that are known to exist. */
  knownIds(): readonly JobId[];
  /** The error for a caller that stops waiting because of `reason`; undefined if no unknown job can exist. */
  abandonedError(reason: unknown): UnknownOutcomeError | undefined;
}

/** Creates the jobs of one request, a job for each language. */
export function createOnce(plan: CreatePlan, deps: CreateDeps): Create {
  const { request, idempotencyKey, whenOpen, timeLeftMs, terms } = plan;
  const { bus, scheduler, timers, recentJobs } = deps;
  let state = newCreate(idempotencyKey);
  let isInFlight = false;
  let wasSent = false;
  let created: readonly JobId[] | undefined;
  let known: readonly JobId[] = [];
  let lastError: TranslationError | undefined;

  const abort = (): void => {
    if (isInFlight) state = afterAbort(state);
  };
  const onCreated = (jobId: JobId): void => {
    if (!known.includes(jobId)) known = [...known, jobId];
  };
  const failure = (error: TranslationError): TranslationError => {
    const failed = createFailure(state, error, known);
    known = failed.created ?? [];
    bus.emit({ type: 'ERROR_OCCURRED', at: timers.now(), error: failed });
    return failed;
  };
  const onSent = (isSent: boolean): void => {
    isInFlight = isSent;
    wasSent ||= isSent;
  };
  const attempts$ = (timeoutMs: number): Observable<readonly JobId[]> =>
    sendCreate({ request, idempotencyKey, whenOpen, maxWaitMs: timeoutMs, onCreated, onSent }, deps).pipe(
      tap({
        error: (error: unknown) => {
          if (!isTranslationError(error)) return;
          lastError = error;
          state = afterAttempt(state, error);
        },
        unsubscribe: abort,
      }),
      retryWith({
        ...deps,
        timeoutMs,
        isAwaited: whenOpen === 'fail',
        onRetry: (error, attempt, delayMs) =>
          bus.emit({ type: 'RETRY_ATTEMPTED', at: timers.now(), attempt, delayMs, error }),
        toFailure: failure,
      }),
      // Only before the first attempt does a transport that throws refuse the request.
      catchError((thrown: unknown) =>
        throwError(() =>
          isTranslationError(thrown) || !wasSent ? thrown : failure(toTranslationError(thrown)),
        ),
      ),
    );
  const tooLate = (timeoutMs: number): never => {
    abort();
    throw failure(new TimeoutError(`No job was created within ${timeoutMs} ms`, { cause: lastError }));
  };
  const sent$ = defer(() => {
    const timeoutMs = timeLeftMs();
    if (timeoutMs <= 0) return tooLate(timeoutMs);
    const tooLate$ = longTimer(timeoutMs, scheduler).pipe(map(() => tooLate(timeoutMs)));
    return merge(attempts$(timeoutMs), tooLate$);
  }).pipe(
    take(1),
    tap(jobIds => {
      created = known = jobIds;
      for (const jobId of jobIds) {
        recentJobs.add(jobId, timers.now());
        bus.emit({ type: 'JOB_CREATED', at: timers.now(), jobId });
      }
    }),
  );
  const listening$ = using(
    () => connectCreate(terms?.signals),
    () => sent$,
  );
  return {
    idempotencyKey,
    // A subscriber that leaves while it is told the ids must not cause a second request.
    jobIds$: defer(() => (created ? of(created) : listening$)).pipe(shareLatest()),
    knownIds: () => known,
    abandonedError: reason =>
      created ? undefined : abandonedError(isInFlight ? afterAbort(state) : state, reason, known),
  };
}
