import { present } from '../../model/present.js';
import type { Optional, PollingConfig, WatchOptions } from '../../options/types.js';
import type { OpenJob, PollingStrategy } from '../../policy/polling/polling-strategy.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import { observedJob } from '../../policy/watch/observed-job.js';
import type { Decision, WatchContext, WatchInput, WatchRules } from '../../policy/watch/decision.js';
import { ageOf, type WatchState } from '../../policy/watch/state.js';
import type { EventBus } from '../event-bus.js';
import type { OpenStreams } from '../open-streams.js';
import type { PendingPollDeps } from '../poll/pending-poll.js';
import type { RetryTokens } from '../../policy/retry/retry-tokens.js';
import type { Signal } from './signals.js';

/** The options that the user has set for a call or its client; all others have their defaults. */
export interface GivenTerms {
  readonly call: WatchOptions;
  readonly polling: PollingConfig;
  readonly retry: Optional<RetryConfig>;
}

/** What all jobs of one call have in common. */
export interface WatchTerms {
  readonly given: GivenTerms;
  readonly rules: WatchRules;
  readonly emit?: 'changes' | 'polls' | undefined;
  readonly signals: readonly Signal[];
  /** The schedule, if it learns how long jobs take. */
  readonly learner: PollingStrategy | undefined;
}

/** What all watches of a client share. */
export interface WatchDeps extends PendingPollDeps {
  readonly retryTokens: RetryTokens;
  readonly bus: EventBus;
  readonly openStreams: OpenStreams;
  readonly random: () => number;
}

/** What a decision depends on at the moment it is made. */
export const contextOf = (
  { rules }: WatchTerms,
  deps: WatchDeps,
  alsoOpen?: readonly OpenJob[],
): WatchContext => ({
  rules,
  now: deps.timers.now(),
  random: deps.random,
  canRetry: deps.retryTokens.hasToken,
  alsoOpen,
});

/** The job as a learning schedule sees it. */
export function openJobOf(state: WatchState, { rules }: WatchTerms, { timers }: WatchDeps): OpenJob {
  const { key, videoSeconds = state.videoSeconds } = rules;
  return present({ elapsedMs: ageOf(state, timers.now()), key, videoSeconds });
}

/** What a decision is about. */
interface DecisionOrigin {
  readonly input: WatchInput | undefined;
  readonly before: WatchState;
  readonly terms: WatchTerms;
  readonly deps: WatchDeps;
}

/** Carries out a decision, except for the next poll: emits its events, counts retries, and lets the schedule learn. */
export function carryOut(decision: Decision, { input, before, terms, deps }: DecisionOrigin): void {
  const { bus, retryTokens } = deps;
  if (input?.type === 'report') retryTokens.earn();
  for (const event of decision.events) {
    if (event.type === 'RETRY_ATTEMPTED') retryTokens.spend();
    bus.emit(event);
  }
  const { learner, rules } = terms;
  if (learner === undefined) return;
  const observed = observedJob(before, decision, rules);
  if (observed !== undefined) bus.call('`record` of a schedule', () => learner.record?.(observed));
}
