import { map, merge, Observable, take, tap, toArray, type SchedulerLike } from 'rxjs';
import {
  isTranslationError,
  ProtocolError,
  TimeoutError,
  type TranslationError,
  type UnknownOutcomeError,
} from '../../model/errors.js';
import { isJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import { languagesOf, type TranslationRequest } from '../../model/request.js';
import {
  abandoned,
  afterAbort,
  afterAttempt,
  createFailure,
  newCreate,
} from '../../policy/create/after-attempt.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { Transport } from '../../transport/transport.js';
import type { EventBus } from '../event-bus.js';
import type { RequestGate, WhenOpen } from '../limiter/request-gate.js';
import { retryWith } from '../retry-with.js';
import { shareLatest } from '../share-latest.js';
import type { RecentJobs } from './recent-jobs.js';
import { longTimer } from '../time/long-timer.js';
import type { TimerQueue } from '../time/timer-queue.js';

/** One logical create: however often it is tried, it makes its jobs once. */
export interface CreatePlan {
  readonly request: TranslationRequest;
  /** The same for every attempt. */
  readonly idempotencyKey: string;
  readonly whenOpen: WhenOpen;
  /** Give up after so many ms. */
  readonly timeoutMs: number;
}

/** What all creates of a client share. */
export interface CreateDeps {
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly retry: RetryConfig;
  readonly bus: EventBus;
  readonly recentJobs: RecentJobs;
  readonly minIntervalMs: number;
  readonly createTimeoutMs: number;
  readonly scheduler: SchedulerLike;
  readonly timers: TimerQueue;
  readonly random: () => number;
}

/** A create, and what to say of it to somebody who stops waiting. */
export interface Create {
  /**
   * *Emits* all ids at once and *completes*; replays them afterwards. *Errors* with `UnknownOutcomeError` when the jobs may exist, otherwise as the service
   * refused, always with the idempotency key. *On unsubscribe* by the last subscriber aborts the request; another subscription goes on with the same key.
   */
  readonly jobIds$: Observable<readonly JobId[]>;
  /** Ids of the jobs that are known to exist. */
  readonly jobIds: readonly JobId[];
  /** The error for somebody who stops waiting because of `reason`; undefined where nothing is lost by it. */
  abandoned(reason: unknown): UnknownOutcomeError | undefined;
}

/** Creates the jobs of one request, a job for each language. */
export function createOnce(plan: CreatePlan, deps: CreateDeps): Create {
  const { timeoutMs } = plan;
  const { bus, scheduler, timers } = deps;
  let state = newCreate(plan.idempotencyKey);
  let isSent = false;
  let known: readonly JobId[] = [];

  const failure = (error: TranslationError): TranslationError => {
    const told = createFailure(state, error);
    known = told.created ?? [];
    bus.emit({ type: 'ERROR_OCCURRED', at: timers.now(), error: told });
    return told;
  };
  const attempt$ = sendCreate(plan, deps, sent => (isSent = sent)).pipe(
    tap({
      error: (error: unknown) => {
        if (isTranslationError(error)) state = afterAttempt(state, error);
      },
      unsubscribe: () => {
        if (isSent) state = afterAbort(state);
      },
    }),
    retryWith({
      ...deps,
      clock: timers,
      timeoutMs,
      onRetry: (error, failed, delayMs) =>
        bus.emit({ type: 'RETRY_ATTEMPTED', at: timers.now(), attempt: failed, delayMs, error }),
      toFailure: failure,
    }),
  );
  const tooLate$ = longTimer(timeoutMs, scheduler).pipe(
    map((): readonly JobId[] => {
      if (isSent) state = afterAbort(state);
      throw failure(new TimeoutError(`No job was created within ${timeoutMs} ms`));
    }),
  );
  const jobIds$ = merge(attempt$, tooLate$).pipe(
    take(1),
    tap(jobIds => {
      known = jobIds;
      for (const jobId of jobIds) {
        deps.recentJobs.add(jobId, timers.now());
        bus.emit({ type: 'JOB_CREATED', at: timers.now(), jobId });
      }
    }),
    shareLatest(),
  );
  return {
    jobIds$,
    get jobIds() {
      return known;
    },
    abandoned: reason =>
      known.length > 0 ? undefined : abandoned(isSent ? afterAbort(state) : state, reason),
  };
}

/** One attempt. `tellSent` hears when it leaves and when it has ended. */
function sendCreate(
  { request, idempotencyKey, whenOpen, timeoutMs }: CreatePlan,
  { transport, gate, createTimeoutMs }: CreateDeps,
  tellSent: (isSent: boolean) => void,
): Observable<readonly JobId[]> {
  const wanted = Math.max(1, languagesOf(request).length);
  const send = (): Observable<readonly JobId[]> => {
    const jobId$ = transport.create(request, idempotencyKey);
    tellSent(true);
    return jobId$.pipe(
      toArray(),
      map(jobIds => checkCount(jobIds, wanted)),
    );
  };
  const plan = {
    send,
    kind: 'create',
    whenOpen,
    timeLimitMs: createTimeoutMs,
    maxSilenceMs: timeoutMs,
  } as const;
  return new Observable(subscriber =>
    gate.send<readonly JobId[]>(plan, {
      next: jobIds => {
        tellSent(false);
        subscriber.next(jobIds);
      },
      error: (error: unknown) => {
        tellSent(false);
        subscriber.error(error);
      },
      complete: () => subscriber.complete(),
    }),
  );
}

function checkCount(jobIds: readonly JobId[], wanted: number): readonly JobId[] {
  if (jobIds.length === wanted && jobIds.every(isJobId)) return jobIds;
  throw new ProtocolError(
    `The service answered with ${jobIds.length} job ids instead of ${wanted}: ${jobIds.join(', ')}`,
    { created: jobIds },
  );
}
