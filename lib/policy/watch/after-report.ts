import { isSettledStatus, type JobFailure } from '../../model/job.js';
import { NO_ATTEMPTS } from '../retry/retry.js';
import { reportEvents } from './report-events.js';
import { planBySchedule } from './plan-poll.js';
import type { CheckedReport } from './read-report.js';
import { timedOut } from './timeout.js';
import type { Decision, WatchContext } from './decision.js';
import { wasLastPoll, type FullState, type WatchState } from './state.js';

/** A poll succeeded: what is known of the job now, and when it is polled next. */
export function afterReport(before: WatchState, report: CheckedReport, context: WatchContext): Decision {
  const state = updated(before, report, context.now);
  if (isSettledStatus(state.status)) {
    return { state, events: reportEvents(before, state, report.dropped), next: { type: 'settled' } };
  }
  const decision = wasLastPoll(state, context.now)
    ? timedOut(state, context)
    : planBySchedule(state, { hintMs: report.retryAfterMs }, context);
  // The decision's state, not `state`, because snapshots in events say when the next poll is due.
  const events = reportEvents(before, decision.state, report.dropped);
  return events.length === 0 ? decision : { ...decision, events: [...events, ...decision.events] };
}

function updated(before: WatchState, report: CheckedReport, now: number): FullState {
  // A service that uses an unknown word is assumed to be working on the job.
  const status = report.status ?? (before.polls === 0 ? 'running' : before.status);
  const isSettled = isSettledStatus(status);
  const createdAt =
    report.ageMs === undefined ? before.createdAt : Math.min(before.createdAt, now - report.ageMs);
  return {
    jobId: before.jobId,
    status,
    statusText: report.statusText,
    polls: before.polls + 1,
    isSeen: true,
    at: now,
    createdAt,
    isAgeKnown: before.isAgeKnown || report.ageMs !== undefined,
    openAt: isSettled ? before.openAt : now,
    tookMs: isSettled ? durationOf(createdAt, before.openAt, report.endedAfterMs, now) : undefined,
    progress: isSettled ? undefined : report.progress,
    videoSeconds: report.videoSeconds ?? before.videoSeconds,
    result: status === 'completed' ? report.result : undefined,
    failure: status === 'error' ? withWord(report.failure, report.statusText) : undefined,
    step: status !== before.status || before.isWoken ? 1 : before.step + 1,
    attempts: NO_ATTEMPTS,
    doubt: undefined,
    hasReportedInvalid: before.hasReportedInvalid || report.dropped.length > 0,
    deadlineAt: before.deadlineAt,
    notFoundUntil: before.notFoundUntil,
    nextPollAt: before.nextPollAt,
    notBeforeAt: before.notBeforeAt,
    isWoken: before.isWoken,
    isPaused: before.isPaused,
    returnUntil: undefined,
  };
}

/** If the service does not say when the job ended: halfway between the last poll that found it open and this one. */
function durationOf(
  createdAt: number,
  openAt: number | undefined,
  endedAfterMs: number | undefined,
  now: number,
): number | undefined {
  if (endedAfterMs !== undefined) return endedAfterMs;
  return openAt === undefined ? undefined : Math.max(0, Math.round((openAt + now) / 2 - createdAt));
}

/** The failure quotes the service's own word. */
function withWord(failure: JobFailure | undefined, word: string | undefined): JobFailure | undefined {
  if (word === undefined) return failure;
  return { code: word, ...(failure ?? { message: `the service reported "${word}"` }) };
}
