import type { WatchRules } from '../../../policy/watch/decision.js';
import { ageOf, type WatchState } from '../../../policy/watch/state.js';

/** The rules for a stored watch. Several clients may have set its deadline, so what counts as its time-out is how long its job will have had by then. */
export const rulesOfWatch = (rules: WatchRules, state: WatchState): WatchRules => ({
  ...rules,
  timeoutMs: Math.round(ageOf(state, state.deadlineAt)),
});
