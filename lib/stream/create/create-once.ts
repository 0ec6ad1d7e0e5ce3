import { defer, map, merge, take, tap, toArray, type Observable, type SchedulerLike } from 'rxjs';
import {
  ProtocolError,
  TimeoutError,
  UnknownOutcomeError,
  withDetails,
  type TranslationError,
} from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import { languagesOf, type TranslationRequest } from '../../model/request.js';
import { mayHaveCreated } from '../../policy/create/create-outcome.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { Transport } from '../../transport/transport.js';
import type { EventBus } from '../event-bus.js';
import { longTimer } from '../time/long-timer.js';
import { oneAnswer } from './one-answer.js';
import { retryWith } from '../retry-with.js';
import { shareLatest } from '../share-latest.js';
import type { RequestGate, WhenOpen } from '../limiter/request-gate.js';

/** One logical create: however often it is tried, it makes its jobs once. */
export interface CreatePlan {
  readonly request: TranslationRequest;
  /** The same at every try. */
  readonly idempotencyKey: string;
  readonly whenOpen: WhenOpen;
  /** Give up after so many ms; absent: go on while somebody is subscribed. */
  readonly timeoutMs?: number;
}

/** What all creates of a client share. */
export interface CreateDeps {
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly retry: RetryConfig;
  readonly bus: EventBus;
  readonly minIntervalMs: number;
  readonly createTimeoutMs: number;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
}

/**
 * Creates the jobs of one request, a job for each language.
 *
 * *Emits* all ids at once and *completes*; afterwards replays them to whoever subscribes. *Errors* with `UnknownOutcomeError` when the jobs may
 * exist all the same, else as the service refused; either way with the idempotency key. *On unsubscribe* by the last subscriber aborts the request
 * and leaves the outcome unknown; another subscription goes on with the same key.
 */
export function createOnce(plan: CreatePlan, deps: CreateDeps): Observable<readonly JobId[]> {
  const { idempotencyKey, timeoutMs = Infinity } = plan;
  const { bus, scheduler } = deps;
  let isAmbiguous = false;

  const failure = (error: TranslationError): TranslationError => {
    isAmbiguous ||= mayHaveCreated(error);
    const told =
      isAmbiguous && !isRefusal(error)
        ? unknownOutcome(error, idempotencyKey)
        : withDetails(error, { idempotencyKey });
    bus.emit({ type: 'ERROR_OCCURRED', at: scheduler.now(), error: told });
    return told;
  };

  const created$ = sendCreate(plan, deps).pipe(
    tap({ unsubscribe: () => (isAmbiguous = true) }),
    retryWith({
      ...deps,
      onRetry: (error, attempt, delayMs) => {
        isAmbiguous ||= mayHaveCreated(error);
        bus.emit({ type: 'RETRY_ATTEMPTED', at: scheduler.now(), attempt, delayMs, error });
      },
      toFailure: failure,
    }),
  );

  const tooLate$ = longTimer(timeoutMs, scheduler).pipe(
    map((): readonly JobId[] => {
      throw failure(new TimeoutError(`No job was created within ${timeoutMs} ms`));
    }),
  );
  return (timeoutMs === Infinity ? created$ : merge(created$, tooLate$).pipe(take(1))).pipe(
    tap(jobIds => {
      for (const jobId of jobIds) bus.emit({ type: 'JOB_CREATED', at: scheduler.now(), jobId });
    }),
    shareLatest(),
  );
}

function sendCreate(
  { request, idempotencyKey, whenOpen }: CreatePlan,
  { transport, gate, createTimeoutMs, scheduler }: CreateDeps,
): Observable<readonly JobId[]> {
  const wanted = Math.max(1, languagesOf(request).length);
  const jobIds$ = defer(() => transport.create(request, idempotencyKey)).pipe(
    toArray(),
    map(jobIds => {
      if (jobIds.length === wanted) return jobIds;
      throw new ProtocolError(
        `The service answered with ${jobIds.length} job ids instead of ${wanted}: ${jobIds.join(', ')}`,
      );
    }),
  );
  return gate.pass({
    request: () => oneAnswer(jobIds$, createTimeoutMs, scheduler),
    lane: 'create',
    whenOpen,
  });
}

/** The service has said no to this very create: then nothing was made by an earlier try either, or it would have been told. */
const isRefusal = (error: TranslationError): boolean => 'status' in error && error.name === 'RequestError';

function unknownOutcome(cause: TranslationError, idempotencyKey: string): UnknownOutcomeError {
  return new UnknownOutcomeError(
    `The job may or may not have been created (${cause.message}). Create it again with idempotencyKey '${idempotencyKey}' to find out: that never makes a second one`,
    { idempotencyKey, requestId: cause.requestId, cause },
  );
}
