import {
  isSettledStatus,
  type JobFailure,
  type JobId,
  type JobResult,
  type JobSnapshot,
  type JobStatus,
  type OpenSnapshot,
} from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import type { ObservedJob } from '../polling/polling-strategy.js';

/** Where a job stands after a poll, and all that the next poll depends on. */
export interface Standing {
  readonly jobId: JobId;
  readonly status: JobStatus;
  /** Polls answered so far. */
  readonly polls: number;
  /** When the last answer came: epoch ms. */
  readonly at: number;
  /** When the job was created, as far as is known: epoch ms. */
  readonly createdAt: number;
  /** Whether that is more than the start of the watch. */
  readonly isAgeKnown: boolean;
  /** The next wait's number since the status last changed. */
  readonly step: number;
  /** The service used a word we do not know. */
  readonly unknownWord: string | undefined;
  readonly progress: number | undefined;
  readonly videoSeconds: number | undefined;
  readonly result: JobResult | undefined;
  readonly failure: JobFailure | undefined;
}

/** Before the first poll; `step` is 1 where a wait comes before it. */
export function newStanding(jobId: JobId, now: number, createdAt?: number, step: 0 | 1 = 0): Standing {
  return {
    jobId,
    status: 'pending',
    polls: 0,
    at: now,
    createdAt: createdAt ?? now,
    isAgeKnown: createdAt !== undefined,
    step,
    unknownWord: undefined,
    progress: undefined,
    videoSeconds: undefined,
    result: undefined,
    failure: undefined,
  };
}

const WORDS: ReadonlyMap<string, JobStatus> = new Map([
  ['pending', 'pending'],
  ['running', 'running'],
  ['completed', 'completed'],
  ['error', 'error'],
]);

/** The standing after one more report. */
export function afterReport(before: Standing, report: StatusReport, now: number): Standing {
  const word = WORDS.get(report.status);
  const status = word ?? before.status;
  const { progress, result, failure, ageMs } = report;
  const videoSeconds = report.videoSeconds ?? before.videoSeconds;
  return {
    jobId: before.jobId,
    status,
    polls: before.polls + 1,
    at: now,
    createdAt: ageMs === undefined ? before.createdAt : now - Math.max(0, ageMs),
    isAgeKnown: before.isAgeKnown || ageMs !== undefined,
    step: status === before.status ? before.step + 1 : 1,
    unknownWord: word === undefined ? report.status : undefined,
    progress: progress === undefined ? undefined : Math.min(1, Math.max(0, progress)),
    videoSeconds,
    result,
    failure,
  };
}

/** Age of the job in ms; a clock that was put back counts as 0. */
export const ageOf = ({ createdAt }: Standing, now: number): number => Math.max(0, now - createdAt);

type Draft = { -readonly [K in keyof Omit<OpenSnapshot, 'status'>]: OpenSnapshot[K] } & {
  status: JobStatus;
  result?: JobResult;
  failure?: JobFailure;
};

/** What a user sees of a standing. */
export function snapshotOf(standing: Standing, previous?: JobSnapshot, nextPollAt?: number): JobSnapshot {
  const { jobId, status, polls, at, progress } = standing;
  // Field by field: each object made of spreads gets a hidden class of its own, and every watch keeps one.
  const draft: Draft = { jobId, status, polls, at, elapsedMs: ageOf(standing, at) };
  if (previous !== undefined && previous.status !== status) draft.previousStatus = previous.status;
  if (status === 'completed') draft.result = standing.result ?? {};
  else if (status === 'error') draft.failure = standing.failure ?? { message: 'the service gave no reason' };
  else {
    if (nextPollAt !== undefined) draft.nextPollAt = nextPollAt;
    if (progress !== undefined) draft.progress = progress;
  }
  return draft as JobSnapshot;
}

/** Has anything changed that a user can see? Results and failures come only once, with the last word. */
export function isNews(snapshot: JobSnapshot | undefined, standing: Standing): boolean {
  if (snapshot?.status !== standing.status || isSettledStatus(standing.status)) return true;
  return 'progress' in snapshot ? snapshot.progress !== standing.progress : standing.progress !== undefined;
}

/**
 * What a schedule may learn from a watch that has come to its end: that the job ended between the last poll that found it open and this one, or
 * was open to the last. Nothing where nobody knows when the job was created.
 */
export function observedJob(before: Standing, after: Standing, key?: string): ObservedJob | undefined {
  if (!after.isAgeKnown) return undefined;
  const { videoSeconds } = after;
  const about = {
    ...(key !== undefined && { key }),
    ...(videoSeconds !== undefined && videoSeconds > 0 && { videoSeconds }),
  };
  if (!isSettledStatus(after.status)) return { ...about, afterMs: ageOf(after, after.at) };
  const afterMs = before.polls === 0 ? 0 : Math.max(0, before.at - after.createdAt);
  return { ...about, afterMs, byMs: Math.max(afterMs, ageOf(after, after.at)) };
}
