import type { WatchState } from '../../policy/watch/state.js';

type Polled = Pick<WatchState, 'polls' | 'at'>;

/** Has a job been polled since it was seen last? Its polls count from 1 again where its watch was forgotten, or has failed, and was added again. */
export const isPolledSince = (seen: Polled | undefined, { polls, at }: Polled): boolean =>
  polls > 0 && (seen === undefined || seen.polls === 0 || polls !== seen.polls || at !== seen.at);
