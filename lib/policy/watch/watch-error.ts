import { isTimeoutError, withDetails, type TranslationError } from '../../model/errors.js';
import type { ClientEvent } from '../../model/events.js';
import type { Decision, NextStep } from './decision.js';
import { snapshotOf } from './snapshot.js';
import type { WatchState } from './state.js';

/** The decision that ends a watch with an error. */
interface EndedWatch extends Decision {
  readonly next: Extract<NextStep, { readonly type: 'ended' }>;
}

/** The error with the job's id and, once it has been polled, its last snapshot. */
export const withJob = <E extends TranslationError>(error: E, state: WatchState): E =>
  withDetails(
    error,
    state.polls > 0 ? { jobId: state.jobId, snapshot: snapshotOf(state) } : { jobId: state.jobId },
  );

/** Something went wrong; the watch continues. */
export const errorEvent = (state: WatchState, error: TranslationError, at: number): ClientEvent => ({
  type: 'ERROR_OCCURRED',
  at,
  jobId: state.jobId,
  error: withJob(error, state),
});

/** The watch ends with an error, which gets the job. */
export function ended(state: WatchState, thrown: TranslationError, at: number): EndedWatch {
  const error = withJob(thrown, state);
  const type = isTimeoutError(error) ? 'TIMEOUT' : 'ERROR_OCCURRED';
  return { state, events: [{ type, at, jobId: state.jobId, error }], next: { type: 'ended', error } };
}
