import type { WatchState } from '../../../policy/watch/state.js';

/** A state made as if the time were 0, at the engine's time. With a negative `now` the other way round. */
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
