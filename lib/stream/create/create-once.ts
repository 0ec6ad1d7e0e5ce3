import {
  catchError,
  defer,
  of,
  startWith,
  switchMap,
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
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { EventBus } from '../event-bus.js';
import type { WhenOpen } from '../limiter/gated-request.js';
import { retryWith } from '../retry-with.js';
import { shareLatest } from '../share-latest.js';
import { longTimer } from '../time/long-timer.js';
import type { TimerQueue } from '../time/timer-queue.js';
import type { WatchTerms } from '../watch/watch-terms.js';
import { connectCreate } from '../watch/signals.js';
import { CreateProgress } from './create-progress.js';
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
  /** The terms of the watches that will follow. A create listens to their signals; a durable one also starts the watches. */
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
  const progress = new CreateProgress(idempotencyKey);

  const failure = (error: TranslationError): TranslationError => {
    const failed = progress.failure(error);
    bus.emit({ type: 'ERROR_OCCURRED', at: timers.now(), error: failed });
    return failed;
  };
  const attempts$ = (timeoutMs: number): Observable<readonly JobId[]> =>
    sendCreate({ request, idempotencyKey, whenOpen, maxWaitMs: timeoutMs, progress }, deps).pipe(
      tap({ error: (error: unknown) => progress.onError(error), unsubscribe: () => progress.onAbort() }),
      retryWith({
        ...deps,
        timeoutMs,
        isAwaited: whenOpen === 'fail',
        hasDeadline: true,
        toFailure: failure,
      }),
      // A transport that throws refuses the request only before the first attempt.
      catchError((thrown: unknown) =>
        throwError(() =>
          isTranslationError(thrown) || !progress.wasSent ? thrown : failure(toTranslationError(thrown)),
        ),
      ),
    );
  const tooLate = (): never => {
    const cause = progress.lastError;
    throw failure(new TimeoutError('No job was created before the deadline', { cause }));
  };
  const sent$ = defer(() => {
    const timeoutMs = timeLeftMs();
    if (timeoutMs <= 0) return tooLate();
    // Switched, because what a listener to the error calls must not send an attempt that still waits at the gate.
    return longTimer(timeoutMs, scheduler).pipe(
      startWith(true),
      switchMap(isInTime => (isInTime ? attempts$(timeoutMs) : tooLate())),
    );
  }).pipe(
    take(1),
    tap(jobIds => {
      progress.onAnswer(jobIds);
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
    // A subscriber that leaves while it receives the ids must not cause a second request.
    jobIds$: defer(() => (progress.created ? of(progress.created) : listening$)).pipe(shareLatest()),
    knownIds: () => progress.known,
    abandonedError: reason => progress.abandonedError(reason),
  };
}
