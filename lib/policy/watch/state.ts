import type { JobFailure, JobId, JobResult, JobStatus } from '../../model/job.js';
import { NO_ATTEMPTS, type Attempts } from '../retry/retry.js';

/** What is known about one watched job, and what the next decision depends on. Plain JSON; instants are epoch ms of one clock. */
export interface WatchState {
  readonly jobId: JobId;
  readonly status: JobStatus;
  /** The service's own word for the status, if it is none of the four. */
  readonly statusText?: string | undefined;
  /** Successful polls so far. */
  readonly polls: number;
  /** The service is known to have this job. */
  readonly isSeen: boolean;
  /** When the last report arrived; before the first, when the watch began. */
  readonly at: number;
  /** When the job was created, as far as is known. */
  readonly createdAt: number;
  /** False while `createdAt` is only the start of the watch. */
  readonly isAgeKnown: boolean;
  /** When the job was last known to be open: initially its creation, if this client created it. Absent: never. */
  readonly openAt?: number | undefined;
  /** How long the job took, if it is settled and that is known. */
  readonly tookMs?: number | undefined;
  readonly progress?: number | undefined;
  readonly videoSeconds?: number | undefined;
  readonly result?: JobResult | undefined;
  readonly failure?: JobFailure | undefined;

  /** Number of the next interval since the status last changed, from 1. */
  readonly step: number;
  /** The failed attempts of the current poll. */
  readonly attempts: Attempts;
  /** The refusal that the next poll has to confirm. */
  readonly doubt?: string | undefined;
  /** Whether the user has been told of an invalid field, which happens once per watch. */
  readonly hasReportedInvalid: boolean;

  readonly deadlineAt: number;
  /** Until when 404 only means that the service does not know the job yet. */
  readonly notFoundUntil?: number | undefined;
  readonly nextPollAt: number;
  /** No poll before this: because of the shortest interval and the service's hints. */
  readonly notBeforeAt: number;
  /** A wake-up arrived during a poll: poll again right after it. */
  readonly isWoken: boolean;
  readonly isPaused: boolean;
  /** After a pause or sleep past the deadline: until when the last poll may be retried. */
  readonly returnUntil?: number | undefined;
}

/** A state as the code makes it: with all fields, in the same order. Leaving out optional ones would take a third more CPU per poll (`bench/cost-of-a-poll`). */
export type FullState = Required<WatchState>;

/** Which job is watched, and how the watch begins. */
export interface WatchStart {
  readonly jobId: JobId;
  /** Immediately, because the job may have ended long ago, or after an interval, because it has just been created. */
  readonly firstPoll: 'at-once' | 'after-interval';
  /** When the job was created, if that is known. */
  readonly createdAt?: number | undefined;
  /** From when the deadline counts. Absent: from now. */
  readonly startedAt?: number | undefined;
  /** Set for a job that this client created. */
  readonly notFoundUntil?: number | undefined;
}

/** A watch before its first poll. */
export function initialState(
  start: WatchStart,
  { now, rules }: { readonly now: number; readonly rules: { readonly timeoutMs: number } },
): FullState {
  const { jobId, firstPoll, createdAt, startedAt = now, notFoundUntil } = start;
  return {
    jobId,
    status: 'pending',
    statusText: undefined,
    polls: 0,
    isSeen: false,
    at: now,
    createdAt: createdAt ?? now,
    isAgeKnown: createdAt !== undefined,
    openAt: createdAt,
    tookMs: undefined,
    progress: undefined,
    videoSeconds: undefined,
    result: undefined,
    failure: undefined,
    step: firstPoll === 'at-once' ? 0 : 1,
    attempts: NO_ATTEMPTS,
    doubt: undefined,
    hasReportedInvalid: false,
    deadlineAt: startedAt + rules.timeoutMs,
    notFoundUntil,
    nextPollAt: now,
    notBeforeAt: now,
    isWoken: false,
    isPaused: false,
    returnUntil: undefined,
  };
}

/** Age of the job in ms. */
export const ageOf = ({ createdAt }: WatchState, now: number): number => Math.max(0, now - createdAt);

/** Is a poll that ends now the last one? A paused watch does not end. */
export const wasLastPoll = ({ deadlineAt, isPaused }: WatchState, now: number): boolean =>
  now >= deadlineAt && !isPaused;
