import type { Observable } from 'rxjs';
import type { BatchSnapshot, JobId, JobSnapshot, TranslationClient, WatchOptions } from 'heygen-rx';
import type { Call, CallKind } from '../checks/call.js';
import type { Action } from './history.js';

export type Stream = Observable<JobSnapshot | BatchSnapshot>;
export type CallAction = Extract<Action, { readonly do: CallKind }>;

/** A call of the public API, not yet made, and which jobs it is about. */
export interface PlannedCall extends Pick<Call, 'kind' | 'jobIds' | 'tags' | 'own'> {
  readonly make:
    { readonly stream: () => Stream } | { readonly promise: (signal: AbortSignal) => Promise<unknown> };
}

/** What the indices of a history stand for. */
export interface Names {
  jobId(index: number): JobId;
  jobIds(count: number): readonly JobId[];
  /** For logical creates: each travels as the title of its request. */
  newTags(count: number): readonly string[];
}

const requestsOf = (tags: readonly string[]) => tags.map(title => ({ title }));

export function plannedCall(
  action: CallAction,
  client: TranslationClient,
  names: Names,
  options: WatchOptions,
): PlannedCall {
  const own = 'own' in action && action.own;
  const terms = own ? options : {};
  const about = (jobIds: readonly JobId[], tags: readonly string[] = []) => ({
    kind: action.do,
    jobIds,
    tags,
    own,
  });
  switch (action.do) {
    case 'watch': {
      const jobId = names.jobId(action.job);
      return { ...about([jobId]), make: { stream: () => client.watch(jobId, terms) } };
    }
    case 'watchBatch': {
      const jobIds = names.jobIds(action.jobs);
      return { ...about(jobIds), make: { stream: () => client.watchBatch(jobIds, terms) } };
    }
    case 'translate': {
      const [title = ''] = names.newTags(1);
      return { ...about([], [title]), make: { stream: () => client.translate({ title }, terms) } };
    }
    case 'translateBatch': {
      const tags = names.newTags(action.count);
      return { ...about([], tags), make: { stream: () => client.translateBatch(requestsOf(tags)) } };
    }
    case 'getStatus': {
      const jobId = names.jobId(action.job);
      return { ...about([jobId]), make: { promise: signal => client.getStatus(jobId, { signal }) } };
    }
    case 'waitForCompletion': {
      const jobId = names.jobId(action.job);
      return { ...about([jobId]), make: { promise: signal => client.waitForCompletion(jobId, { signal }) } };
    }
    case 'waitForBatchCompletion': {
      const jobIds = names.jobIds(action.jobs);
      const make = { promise: (signal: AbortSignal) => client.waitForBatchCompletion(jobIds, { signal }) };
      return { ...about(jobIds), make };
    }
    case 'createJob': {
      const [title = ''] = names.newTags(1);
      return { ...about([], [title]), make: { promise: signal => client.createJob({ title }, { signal }) } };
    }
    case 'createBatchJobs': {
      const tags = names.newTags(action.count);
      const make = {
        promise: (signal: AbortSignal) => client.createBatchJobs(requestsOf(tags), { signal }),
      };
      return { ...about([], tags), make };
    }
  }
}
