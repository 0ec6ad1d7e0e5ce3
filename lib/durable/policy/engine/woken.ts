import type { WatchState } from '../../../policy/watch/state.js';

/** A wake, for a watch that is not being polled: as `decide` does, without rules, so that an engine can do it in one statement. */
export const woken = (state: WatchState, now: number): WatchState => ({
  ...state,
  step: 0,
  nextPollAt: Math.min(Math.max(now, state.notBeforeAt), state.nextPollAt),
});
