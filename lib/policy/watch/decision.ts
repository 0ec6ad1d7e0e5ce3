import type { TranslationError } from '../../model/errors.js';
import type { ClientEvent } from '../../model/events.js';
import type { StatusReport } from '../../model/status-report.js';
import type { OpenJob, PollingStrategy } from '../polling/polling-strategy.js';
import type { RetryConfig } from '../retry/retry.js';
import { isLate } from './lateness.js';
import type { WatchState } from './state.js';

/** The limits and intervals of a watch. Durations in ms. */
export interface WatchRules {
  readonly strategy: PollingStrategy;
  readonly timeoutMs: number;
  readonly retry: RetryConfig;
  readonly minIntervalMs: number;
  readonly requestTimeoutMs: number;
  /** What the job's duration may depend on. */
  readonly key?: string | undefined;
  readonly videoSeconds?: number | undefined;
}

/** What a decision depends on besides the state. */
export interface WatchContext {
  readonly rules: WatchRules;
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Whether the shared retry budget allows one more retry. */
  readonly canRetry: boolean;
  /** The other open jobs that the last request found, if the strategy learns. */
  readonly alsoOpen?: readonly OpenJob[] | undefined;
}

/** What can happen to a watch. */
export type WatchInput =
  | { readonly type: 'report'; readonly report: StatusReport }
  /** `isBulk`: from a request for several jobs, which says nothing about this one in particular. */
  | { readonly type: 'failure'; readonly error: TranslationError; readonly isBulk?: boolean }
  /** `wake$` named the job; `isPolling`: a request for it is in flight. */
  | { readonly type: 'wake'; readonly isPolling: boolean }
  /** The bulk response has only a partial report, so the job is being polled singly. */
  | { readonly type: 'seen' }
  | { readonly type: 'pause' }
  /** The pause has ended, or the machine has woken up. */
  | { readonly type: 'resume' }
  /** The deadline has come before the due poll was sent, or before a bulk response turned out to be partial; or the last poll has run out of time. */
  | { readonly type: 'deadline' };

/** What to do next. */
export type NextStep =
  | {
      readonly type: 'poll';
      readonly at: number;
      /** It may be sent early, with others, but no earlier than this. */
      readonly notBeforeAt: number;
      readonly isLast: boolean;
      /** The latest time to send it; for the last poll, the latest time for it to end. */
      readonly until: number;
    }
  | { readonly type: 'paused' }
  | { readonly type: 'settled' }
  | { readonly type: 'ended'; readonly error: TranslationError };

/** What a watch does next. */
export interface Decision {
  readonly state: WatchState;
  /** Emitted in this order, before the snapshot. */
  readonly events: readonly ClientEvent[];
  readonly next: NextStep;
}

/** The watch continues as its state says. */
export const goOn = (state: WatchState, { rules }: WatchContext): Decision => ({
  state,
  events: [],
  next: nextStep(state, rules),
});

function nextStep(state: WatchState, { requestTimeoutMs }: WatchRules): NextStep {
  const { isPaused, nextPollAt: at, notBeforeAt, deadlineAt, returnUntil } = state;
  if (isPaused) return { type: 'paused' };
  if (at < deadlineAt) return { type: 'poll', at, notBeforeAt, isLast: false, until: deadlineAt };
  const lastUntil = deadlineAt + requestTimeoutMs;
  // If the machine slept past the deadline, there is still time for one request.
  const until = returnUntil ?? (isLate(at - lastUntil) ? at + requestTimeoutMs : lastUntil);
  return { type: 'poll', at, notBeforeAt, isLast: true, until };
}
