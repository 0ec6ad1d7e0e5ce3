import { present } from '../../model/present.js';
import type { OpenJob } from '../../policy/polling/polling-strategy.js';
import { observedJob } from '../../policy/watch/observed-job.js';
import type { Decision, WatchContext, WatchInput } from '../../policy/watch/decision.js';
import { ageOf, type WatchState } from '../../policy/watch/state.js';
import type { EventBus } from '../event-bus.js';
import type { OpenStreams } from '../open-streams.js';
import type { PendingPollDeps } from '../poll/pending-poll.js';
import type { RetryTokens } from '../../policy/retry/retry-tokens.js';
import type { WatchTerms } from './watch-terms.js';

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
