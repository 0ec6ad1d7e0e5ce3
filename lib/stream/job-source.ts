import type { Observable } from 'rxjs';
import type { JobId, JobSnapshot, JobStatus } from '../model/job.js';
import type { Breaker, Limits } from '../options/types.js';
import type { RetryConfig } from '../policy/retry/retry.js';
import type { Transport } from '../transport/transport.js';
import { createOnce, type Create, type CreateDeps, type CreatePlan } from './create/create-once.js';
import { RequestGate } from './limiter/request-gate.js';
import type { RequestLimiter } from './limiter/request-limiter.js';
import { pollOnce, type PollOnceDeps } from './poll/poll-once.js';
import { StatusBatcher } from './poll/status-batcher.js';
import type { TimerQueue } from './time/timer-queue.js';
import type { GivenTerms, WatchDeps } from './watch/effects.js';
import { watchJob, type WatchPlan } from './watch/watch-job.js';

/** What does the work of a client: its own process, or workers elsewhere. */
export interface JobSource {
  /** Refuses terms that it cannot keep to. @throws TypeError saying why. */
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

/** What the sources of clients in one process share. */
export interface InProcessDeps
  extends
    Omit<WatchDeps, 'polls'>,
    Pick<PollOnceDeps, 'scheduler'>,
    Omit<CreateDeps, 'retry' | 'gate' | 'minIntervalMs' | 'createTimeoutMs'> {
  readonly transport: Transport;
  readonly limits: Limits;
  readonly limiter: RequestLimiter;
  readonly timers: TimerQueue;
}

/** Sends all requests itself, through one breaker. */
export function inProcess(deps: InProcessDeps, breaker: Breaker): MakeSource {
  const { transport, limiter, limits, timers, ...rest } = deps;
  const gate = new RequestGate(breaker, limiter, timers);
  const sender = new StatusBatcher({ transport, gate, timers, requestTimeoutMs: limits.requestTimeoutMs });
  const polls = { sender, timers };
  const watchDeps: WatchDeps = { ...rest, polls };
  return ({ retry, timeoutMs }) => {
    const createDeps: CreateDeps = { ...rest, ...limits, transport, retry, timers, gate };
    const pollOnceDeps: PollOnceDeps = {
      ...rest,
      ...limits,
      retry,
      timeoutMs,
      clock: timers,
      polls,
      breaker,
    };
    return {
      createOnce: plan => createOnce(plan, createDeps),
      watchJob(plan) {
        return watchJob(plan, watchDeps);
      },
      getStatus(jobId, notFoundUntil) {
        return pollOnce(jobId, pollOnceDeps, notFoundUntil);
      },
    } satisfies JobSource;
  };
}
