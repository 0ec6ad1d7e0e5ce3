import type { Subscription } from 'rxjs';
import type { BatchSnapshot, JobId, JobSnapshot } from 'heygen-rx';
import type { Service } from '../transport/service.js';

export type CallKind =
  | 'watch'
  | 'watchBatch'
  | 'translate'
  | 'translateBatch'
  | 'getStatus'
  | 'waitForCompletion'
  | 'waitForBatchCompletion'
  | 'createJob'
  | 'createBatchJobs';

/** One subscription to a stream, or one promise, and all that is known of it. */
export interface Call {
  readonly name: string;
  readonly client: number;
  readonly kind: CallKind;
  /** With options of its own, which give it polls of its own. */
  readonly own: boolean;
  readonly jobIds: readonly JobId[];
  /** Its logical creates. */
  readonly tags: readonly string[];
  readonly startedAt: number;
  readonly deadlineAt: number;
  /** Until when its deadline is put off, since it was paused or asleep. */
  excusedUntil: number;
  /** Batch: jobs that are settled or lost. */
  readonly done: Set<JobId>;
  state: 'open' | 'completed' | 'failed' | 'left';
  endedAt?: number;
  last?: JobSnapshot | BatchSnapshot;
  /** The last snapshot was settled, so that nothing but `complete` may follow. */
  isSettled: boolean;
  snapshots: number;
  error?: unknown;
  value?: unknown;
  subscription?: Subscription;
  abort?: AbortController;
}

export const isPromise = ({ abort }: Call): boolean => abort !== undefined;
export const isCreate = ({ kind }: Call): boolean => kind === 'createJob' || kind === 'createBatchJobs';
export const isBatch = ({ kind }: Call): boolean =>
  kind === 'watchBatch' || kind === 'translateBatch' || kind === 'waitForBatchCompletion';

/** Does it still need a poll of this job? */
export function wantsJob(call: Call, jobId: JobId, service: Service): boolean {
  if (call.state !== 'open' || call.done.has(jobId)) return false;
  if (call.jobIds.includes(jobId)) return true;
  const tag = service.jobs.get(jobId)?.tag;
  return tag !== undefined && !isCreate(call) && call.tags.includes(tag);
}

export const wantsCreate = (call: Call, tag: string): boolean =>
  call.state === 'open' && call.tags.includes(tag);
