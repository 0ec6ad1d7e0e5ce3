import {
  isSettledStatus,
  type JobFailure,
  type JobResult,
  type JobSnapshot,
  type JobStatus,
  type OpenSnapshot,
} from '../../model/job.js';
import { ageOf, type WatchState } from './state.js';

type Draft = { -readonly [K in keyof Omit<OpenSnapshot, 'status' | 'elapsedMs'>]: OpenSnapshot[K] } & {
  status: JobStatus;
  elapsedMs?: number;
  result?: JobResult;
  failure?: JobFailure;
};

/** What a user sees of a watch. `previous` is the snapshot before. */
export function snapshotOf(state: WatchState, previous?: JobSnapshot): JobSnapshot {
  const { jobId, status, polls, at, progress, statusText } = state;
  // Assigned field by field: spreads make objects twice the size, and every watch keeps one.
  const draft: Draft = { jobId, status, polls, at };
  if (statusText !== undefined) draft.statusText = statusText;
  if (previous !== undefined && previous.status !== status) draft.previousStatus = previous.status;
  if (isSettledStatus(status)) {
    if (state.tookMs !== undefined) draft.elapsedMs = state.tookMs;
    if (status === 'completed') draft.result = state.result ?? {};
    else draft.failure = state.failure ?? { message: 'the service gave no reason' };
  } else {
    draft.elapsedMs = ageOf(state, at);
    // If this poll ends the watch, the state still has the time of this poll.
    if (!state.isPaused && state.nextPollAt > at) draft.nextPollAt = state.nextPollAt;
    if (progress !== undefined) draft.progress = progress;
  }
  // All subscribers get the same object.
  return Object.freeze(draft) as JobSnapshot;
}

/** Has anything changed that users see, apart from the time of the next poll? */
export function hasChanged(snapshot: JobSnapshot | undefined, state: WatchState): boolean {
  if (snapshot?.status !== state.status || isSettledStatus(state.status)) return true;
  if (snapshot.statusText !== state.statusText) return true;
  return 'progress' in snapshot ? snapshot.progress !== state.progress : state.progress !== undefined;
}
