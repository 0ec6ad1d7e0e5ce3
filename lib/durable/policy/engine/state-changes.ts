import type { WatchState } from '../../../policy/watch/state.js';

/** Adds the engine's time to a state whose instants count from 0. With a negative `now`, the reverse. */
export function shifted(state: WatchState, now: number): WatchState {
  const shift = (at: number | undefined): number | undefined => (at === undefined ? undefined : at + now);
  return {
    ...state,
    at: state.at + now,
    createdAt: state.createdAt + now,
    openAt: shift(state.openAt),
    deadlineAt: state.deadlineAt + now,
    notFoundUntil: shift(state.notFoundUntil),
    nextPollAt: state.nextPollAt + now,
    notBeforeAt: state.notBeforeAt + now,
    returnUntil: shift(state.returnUntil),
  };
}

/** The state after a wake, if the watch is not being polled. As `decide` does, but without rules, so that an engine can do it in one statement. */
export const woken = (state: WatchState, now: number): WatchState => ({
  ...state,
  step: 0,
  nextPollAt: Math.min(Math.max(now, state.notBeforeAt), state.nextPollAt),
});
