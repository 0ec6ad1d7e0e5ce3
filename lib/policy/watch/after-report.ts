import { isSettledStatus, type JobFailure } from '../../model/job.js';
import { NO_ATTEMPTS } from '../retry/retry.js';
import { answerEvents } from './answer-events.js';
import { planBySchedule } from './plan-poll.js';
import type { CheckedReport } from './read-report.js';
import { ended, timeout } from './timeout.js';
import type { Decision, WatchContext, WatchState } from './state.js';

/** A poll was answered: what is known of the job now, and when it is polled next. */
export function afterReport(before: WatchState, report: CheckedReport, context: WatchContext): Decision {
  const state = updated(before, report, context.now);
  if (isSettledStatus(state.status)) {
    return { state, events: answerEvents(before, state, report.dropped), next: { type: 'settled' } };
  }
  const decision = goOn(state, report.retryAfterMs, context);
  // Their snapshot tells when the next poll is due.
  const events = answerEvents(before, decision.state, report.dropped);
  return { ...decision, events: [...events, ...decision.events] };
}

function goOn(state: WatchState, hintMs: number | undefined, context: WatchContext): Decision {
  const { now, rules } = context;
  // A poll that was answered at the deadline or after it was the last one.
  if (now >= state.deadlineAt && !state.isPaused)
    return ended(state, timeout(state, now, rules.timeoutMs), now);
  return planBySchedule(state, { isTroubled: false, hintMs }, context);
}

function updated(before: WatchState, report: CheckedReport, now: number): WatchState {
  const { statusText: _, progress: __, doubt: ___, returnUntil: ____, ...rest } = before;
  // A service that uses an unknown word is at work on the job.
  const status = report.status ?? (before.polls === 0 ? 'running' : before.status);
  const createdAt =
    report.ageMs === undefined ? before.createdAt : Math.min(before.createdAt, now - report.ageMs);
  const isChanged = status !== before.status || before.isWoken;
  const open = { ...rest, status, createdAt, isAgeKnown: before.isAgeKnown || report.ageMs !== undefined };
  return {
    ...open,
    polls: before.polls + 1,
    isSeen: true,
    at: now,
    step: isChanged ? 1 : before.step + 1,
    attempts: NO_ATTEMPTS,
    hasToldNonsense: before.hasToldNonsense || report.dropped.length > 0,
    ...(report.statusText !== undefined && { statusText: report.statusText }),
    ...(report.videoSeconds !== undefined && { videoSeconds: report.videoSeconds }),
    ...(isSettledStatus(status) ? outcomeOf(open, report, now) : openNow(report, now)),
  };
}

const openNow = ({ progress }: CheckedReport, now: number): Partial<WatchState> => ({
  openAt: now,
  ...(progress !== undefined && { progress }),
});

/** Where nobody tells when the job ended, it was halfway between the last poll that found it open and this one. */
function outcomeOf(
  { createdAt, openAt, status }: Pick<WatchState, 'createdAt' | 'openAt' | 'status'>,
  { endedAfterMs, result, failure, statusText }: CheckedReport,
  now: number,
): Partial<WatchState> {
  const tookMs =
    endedAfterMs ?? (openAt === undefined ? undefined : Math.round((openAt + now) / 2 - createdAt));
  return {
    ...(tookMs !== undefined && { tookMs: Math.max(0, tookMs) }),
    ...(status === 'completed' && result !== undefined && { result }),
    ...(status === 'error' && { failure: withWord(failure, statusText) }),
  };
}

/** The service's own word goes into the failure. */
function withWord(failure: JobFailure | undefined, word: string | undefined): JobFailure {
  if (word === undefined) return failure ?? { message: 'the service gave no reason' };
  return { code: word, ...(failure ?? { message: `the service ended it as "${word}"` }) };
}
