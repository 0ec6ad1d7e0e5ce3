import type { Observable, SchedulerLike } from 'rxjs';
import type { JobId, JobSnapshot, JobStatus } from '../model/job.js';
import type { Breaker, Limits } from '../options/types.js';
import type { RetryConfig } from '../policy/retry/retry.js';
import type { Transport } from '../transport/transport.js';
import { createOnce, type Create, type CreateDeps, type CreatePlan } from './create/create-once.js';
import type { RecentJobs } from './create/recent-jobs.js';
import type { EventBus } from './event-bus.js';
import { RequestGate } from './limiter/request-gate.js';
import type { RequestLimiter } from './limiter/request-limiter.js';
import type { OpenStreams } from './open-streams.js';
import { pollOnce, type PollOnceDeps } from './poll/poll-once.js';
import { StatusBatcher } from './poll/status-batcher.js';
import type { TimerQueue } from './time/timer-queue.js';
import type { WatchDeps } from './watch/effects.js';
import type { GivenTerms } from './watch/watch-terms.js';
import type { RetryTokens } from '../policy/retry/retry-tokens.js';
import type { OwnSignals } from './watch/signals.js';
import { watchJob, type WatchPlan } from './watch/watch-job.js';

/** What does the work of a client: its own process, or workers elsewhere. */
export interface JobSource {
  /** Checks options that it may not support. @throws TypeError saying why. */
  checkTerms?(given: GivenTerms): void;
  /** Creates the jobs of one request. Nothing is sent before `jobIds$` is subscribed. */
  createOnce(plan: CreatePlan): Create;
  /** Watches one job until the service has settled it; see `watchJob`. */
  watchJob(plan: WatchPlan): Observable<JobSnapshot>;
  /** *Emits* the current status of a job and *completes*; see `pollOnce`. */
  getStatus(jobId: JobId, notFoundUntil?: number): Observable<JobStatus>;
}

/** Makes the source of a client with these attempts and this deadline. */
export type MakeSource = (own: { readonly retry: RetryConfig; readonly timeoutMs: number }) => JobSource;

/** What a client and those derived from it by `with...` share. */
export interface Shared {
  readonly transport: Transport;
  readonly limits: Limits;
  readonly scheduler: SchedulerLike;
  readonly timers: TimerQueue;
  readonly random: () => number;
  readonly bus: EventBus;
  readonly limiter: RequestLimiter;
  readonly retryTokens: RetryTokens;
  readonly openStreams: OpenStreams;
  readonly recentJobs: RecentJobs;
  readonly signals: OwnSignals;
}

/** Sends all requests itself, through one breaker. */
export function inProcess(shared: Shared, breaker: Breaker): MakeSource {
  const { transport, limiter, limits, timers } = shared;
  const gate = new RequestGate(breaker, limiter, timers);
  const sender = new StatusBatcher({ transport, gate, timers, requestTimeoutMs: limits.requestTimeoutMs });
  const watchDeps: WatchDeps = { ...shared, sender };
  return ({ retry, timeoutMs }) => {
    const createDeps: CreateDeps = { ...shared, ...limits, retry, gate };
    const pollOnceDeps: PollOnceDeps = { ...shared, ...limits, retry, timeoutMs, sender, breaker };
    return {
      createOnce: plan => createOnce(plan, createDeps),
      watchJob: plan => watchJob(plan, watchDeps),
      getStatus: (jobId, notFoundUntil) => pollOnce(jobId, pollOnceDeps, notFoundUntil),
    } satisfies JobSource;
  };
}
