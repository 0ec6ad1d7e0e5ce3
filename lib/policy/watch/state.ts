import type { TranslationError } from '../../model/errors.js';
import type { ClientEvent } from '../../model/events.js';
import type { JobFailure, JobId, JobResult, JobStatus } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import type { OpenJob, PollingStrategy } from '../polling/polling-strategy.js';
import { NO_ATTEMPTS, type Attempts, type RetryConfig } from '../retry/retry.js';

/** All that is known of one watched job, and all that the next decision depends on. Plain JSON; instants are epoch ms of one clock. */
export interface WatchState {
  readonly jobId: JobId;
  readonly status: JobStatus;
  /** The service's own word for the status, where it is none of ours. */
  readonly statusText?: string | undefined;
  /** Polls answered so far. */
  readonly polls: number;
  /** The service is known to have this job. */
  readonly isSeen: boolean;
  /** When the last answer came; before the first, when the watch began. */
  readonly at: number;
  /** When the job was created, as far as is known. */
  readonly createdAt: number;
  /** False while `createdAt` is only the start of the watch. */
  readonly isAgeKnown: boolean;
  /** When the job was last found open: from its creation on, where that was ours. Absent: never. */
  readonly openAt?: number | undefined;
  /** How long the job took, where it is settled and somebody knows. */
  readonly tookMs?: number | undefined;
  readonly progress?: number | undefined;
  readonly videoSeconds?: number | undefined;
  readonly result?: JobResult | undefined;
  readonly failure?: JobFailure | undefined;

  /** Number of the next interval since the status last changed, from 1. */
  readonly step: number;
  /** How the attempts of the poll under way have gone. */
  readonly attempts: Attempts;
  /** The refusal that the next poll has to confirm. */
  readonly doubt?: string | undefined;
  /** Whether a number that makes no sense has been reported to the user: once a watch. */
  readonly hasToldNonsense: boolean;

  readonly deadlineAt: number;
  /** Until when 404 only means that the service does not know the job yet. */
  readonly notFoundUntil?: number | undefined;
  readonly nextPollAt: number;
  /** No poll before this: the shortest interval, and what the service has asked for. */
  readonly notBeforeAt: number;
  /** A wake came while a poll was under way: poll again right after it. */
  readonly isWoken: boolean;
  readonly isPaused: boolean;
  /** Back from a pause or a sleep that outlasted the deadline: until when the last poll may be tried. */
  readonly returnUntil?: number | undefined;
}

/** Which job is watched, and how the watch begins. */
export interface WatchStart {
  readonly jobId: JobId;
  /** At once, since the job may be done long ago; or after an interval, since it has just been created. */
  readonly firstPoll: 'at-once' | 'after-interval';
  /** When the job was created, where that is known. */
  readonly createdAt?: number | undefined;
  /** From when the deadline counts. Absent: from now. */
  readonly startedAt?: number | undefined;
  /** Set for a job that this client created. */
  readonly notFoundUntil?: number | undefined;
}

/** What a watch is to keep to. Durations in ms. */
export interface WatchRules {
  readonly strategy: PollingStrategy;
  readonly maxIntervalMs: number;
  readonly timeoutMs: number;
  readonly retry: RetryConfig;
  readonly minIntervalMs: number;
  readonly requestTimeoutMs: number;
  /** What the job's duration may depend on. */
  readonly key?: string | undefined;
  readonly videoSeconds?: number | undefined;
}

/** What a decision depends on beside the state. */
export interface WatchContext {
  readonly rules: WatchRules;
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Whether the budget that all watches share allows one more retry. */
  readonly canRetry: boolean;
  /** The other open jobs that the last request found, where the strategy learns. */
  readonly alsoOpen?: readonly OpenJob[] | undefined;
}

/** What can happen to a watch. */
export type WatchInput =
  | { readonly type: 'report'; readonly report: StatusReport }
  | { readonly type: 'failure'; readonly error: TranslationError }
  /** Somebody has news of the job; `isPolling`: a request for it is under way. */
  | { readonly type: 'wake'; readonly isPolling: boolean }
  /** A bulk answer knows the job, but does not tell enough: it is being polled once more. */
  | { readonly type: 'seen' }
  | { readonly type: 'pause' }
  /** The pause is over, or the machine has woken up. */
  | { readonly type: 'resume' }
  /** The poll that was due could not be sent until now, the deadline; or the last poll is out of time. */
  | { readonly type: 'deadline' };

/** What is to be done next. */
export type NextStep =
  | {
      readonly type: 'poll';
      readonly at: number;
      /** It may be sent sooner, with others, but no sooner than this. */
      readonly notBeforeAt: number;
      readonly isLast: boolean;
      /** When it must have been sent, or, if it is the last one, must be over. */
      readonly until: number;
    }
  | { readonly type: 'paused' }
  | { readonly type: 'settled' }
  | { readonly type: 'ended'; readonly error: TranslationError };

export interface Decision {
  readonly state: WatchState;
  /** To be told, in this order, before the snapshot. */
  readonly events: readonly ClientEvent[];
  readonly next: NextStep;
}

/** A watch of which nothing is known yet. */
export function initialState(
  start: WatchStart,
  { now, rules }: { readonly now: number; readonly rules: Pick<WatchRules, 'timeoutMs'> },
): WatchState {
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
    hasToldNonsense: false,
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

/** The next step of a watch that goes on. */
export function stepOf(state: WatchState, { requestTimeoutMs }: WatchRules): NextStep {
  const { isPaused, nextPollAt: at, notBeforeAt, deadlineAt, returnUntil } = state;
  if (isPaused) return { type: 'paused' };
  return at < deadlineAt
    ? { type: 'poll', at, notBeforeAt, isLast: false, until: deadlineAt }
    : { type: 'poll', at, notBeforeAt, isLast: true, until: returnUntil ?? at + requestTimeoutMs };
}
