import {
  isAuthenticationError,
  isRequestError,
  isSettled,
  isTimeoutError,
  isUnknownOutcomeError,
  type JobId,
  type JobSnapshot,
} from '../../lib/index.js';

/** What the command line knows of one job. */
export interface JobState {
  /** What people call it: its language, its video, or its id. */
  readonly label: string;
  /** Absent until the job has been created. */
  readonly jobId?: JobId | undefined;
  readonly snapshot?: JobSnapshot | undefined;
  /** Why its watch, or its create, has ended without an answer. */
  readonly error?: unknown;
}

/** How it ends with a job: `running` when only the watching has ended, `lost` when nobody can tell. */
export type Ending = 'completed' | 'failed' | 'refused' | 'running' | 'lost';

export function endingOf({ snapshot, error }: JobState): Ending {
  if (snapshot !== undefined && isSettled(snapshot))
    return snapshot.status === 'completed' ? 'completed' : 'failed';
  if (error === undefined || isTimeoutError(error) || isUnknownOutcomeError(error)) return 'running';
  if (isAuthenticationError(error)) return 'refused';
  return isRequestError(error) ? 'failed' : 'lost';
}

/** Is there anything left to watch? */
export const isOpen = (state: JobState): boolean => {
  const ending = endingOf(state);
  return ending === 'running' || ending === 'lost' || (ending === 'refused' && state.jobId !== undefined);
};

/** Will no more be heard of it in this run? */
export const isOver = ({ snapshot, error }: JobState): boolean =>
  error !== undefined || (snapshot !== undefined && isSettled(snapshot));
