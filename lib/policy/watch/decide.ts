import { afterFailure } from './after-failure.js';
import { afterReport } from './after-report.js';
import { planBySchedule } from './plan-poll.js';
import { readReport } from './read-report.js';
import { timedOut } from './timeout.js';
import { goOn, type Decision, type WatchContext, type WatchInput } from './decision.js';
import { initialState, type WatchStart, type WatchState } from './state.js';
import { isTranslationError } from '../../model/errors.js';

/** Watches that resume together from a pause or sleep poll spread over this time, in ms. */
const SPREAD_MS = 1000;

/** How a watch begins. */
export function begin(start: WatchStart, context: WatchContext): Decision {
  const state = initialState(start, context);
  return start.firstPoll === 'at-once' ? goOn(state, context) : planBySchedule(state, {}, context);
}

/** Decides what a watch does next. All decisions about a watch are made here. */
export function decide(state: WatchState, input: WatchInput, context: WatchContext): Decision {
  switch (input.type) {
    case 'report': {
      const report = readReport(input.report);
      return isTranslationError(report)
        ? afterFailure(state, { error: report }, context)
        : afterReport(state, report, context);
    }
    case 'failure':
      return afterFailure(state, input, context);
    case 'seen':
      return goOn({ ...state, isSeen: true }, context);
    case 'wake':
      return afterWake(state, input.isPolling, context);
    case 'pause':
      return goOn({ ...state, isPaused: true }, context);
    case 'resume':
      return afterResume(state, context);
    case 'deadline':
      return atDeadline(state, context);
  }
}

/** Polls now, then starts again with short intervals. The service's hints still hold; the client's own delays do not. */
function afterWake(state: WatchState, isPolling: boolean, context: WatchContext): Decision {
  if (isPolling || state.isPaused) return goOn({ ...state, isWoken: true }, context);
  const wokenAt = Math.max(context.now, state.notBeforeAt);
  return goOn({ ...state, step: 0, nextPollAt: Math.min(wokenAt, state.nextPollAt) }, context);
}

/**
 * Polls soon. After the deadline this is the last poll, with as much time as one request may take. If the service asked to wait longer than that, the watch ends now.
 */
function afterResume(state: WatchState, context: WatchContext): Decision {
  const { now, random, rules } = context;
  const { deadlineAt, notBeforeAt, isWoken, step } = state;
  const isPastDeadline = now >= deadlineAt;
  const latestAt = isPastDeadline ? now + rules.requestTimeoutMs : deadlineAt;
  // A `notBeforeAt` within the shortest interval from now may come from that interval alone, which must not end a watch.
  if (notBeforeAt > Math.max(latestAt, now + rules.minIntervalMs)) {
    return timedOut(state, context, { retryAfterMs: notBeforeAt - now });
  }
  const at = Math.max(now + random() * SPREAD_MS, notBeforeAt);
  const resumed = { ...state, isPaused: false, isWoken: false, step: isWoken ? 0 : step };
  return goOn(
    isPastDeadline
      ? { ...resumed, nextPollAt: at, returnUntil: at + rules.requestTimeoutMs }
      : { ...resumed, nextPollAt: Math.min(at, deadlineAt), returnUntil: undefined },
    context,
  );
}

/** A poll that was delayed past the deadline is sent as the last one. If that one runs out of time too, the watch ends. */
function atDeadline(state: WatchState, context: WatchContext): Decision {
  const wasLast = state.nextPollAt >= state.deadlineAt;
  return wasLast
    ? timedOut(state, context)
    : goOn({ ...state, nextPollAt: Math.max(context.now, state.deadlineAt) }, context);
}
