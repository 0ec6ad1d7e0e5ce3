import type { WatchState } from '../../../policy/watch/state.js';

type Polled = Pick<WatchState, 'polls' | 'at'>;

/** Has the job been polled since this was seen? Its polls count from 1 again if its watch was forgotten, or failed, and was added again. */
export const isPolledSince = (seen: Polled | undefined, { polls, at }: Polled): boolean =>
  polls > 0 && (polls !== seen?.polls || at !== seen.at);
