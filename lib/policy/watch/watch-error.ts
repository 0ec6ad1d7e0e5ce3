import { isTimeoutError, withDetails, type TranslationError } from '../../model/errors.js';
import type { ClientEvent } from '../../model/events.js';
import type { Decision } from './decision.js';
import { snapshotOf } from './snapshot.js';
import type { WatchState } from './state.js';

/** The error with the job's id and, once it has been polled, its last snapshot. */
export const withJob = <E extends TranslationError>(error: E, state: WatchState): E =>
  withDetails(
    error,
    state.polls > 0 ? { jobId: state.jobId, snapshot: snapshotOf(state) } : { jobId: state.jobId },
  );

/** Something went wrong; the watch may continue or end. */
export const errorEvent = (state: WatchState, error: TranslationError, at: number): ClientEvent => ({
  type: 'ERROR_OCCURRED',
  at,
  jobId: state.jobId,
  error,
});

/** The watch ends with an error. */
export const ended = (state: WatchState, error: TranslationError, at: number): Decision => ({
  state,
  events: [
    isTimeoutError(error) ? { type: 'TIMEOUT', at, jobId: state.jobId, error } : errorEvent(state, error, at),
  ],
  next: { type: 'ended', error },
});
