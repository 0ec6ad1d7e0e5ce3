import type { WatchState } from '../../../policy/watch/state.js';

/** The state after a wake, if the watch is not being polled. As `decide` does, but without rules, so that an engine can do it in one statement. */
export const woken = (state: WatchState, now: number): WatchState => ({
  ...state,
  step: 0,
  nextPollAt: Math.min(Math.max(now, state.notBeforeAt), state.nextPollAt),
});
