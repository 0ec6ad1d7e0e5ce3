import {
  isRequestError,
  isSettled,
  isTimeoutError,
  isUnknownOutcomeError,
  type JobId,
  type JobSnapshot,
} from '../../lib/index.js';
import { isKeyRefused } from '../errors/is-key-refused.js';

/** What the command line knows about one job. */
export interface JobState {
  /** The job's name on screen: its language, its video, or its id. */
  readonly label: string;
  /** Absent until the job has been created. */
  readonly jobId?: JobId | undefined;
  readonly snapshot?: JobSnapshot | undefined;
  /** The error that ended its create or its watch. */
  readonly error?: unknown;
}

/** The standing of a job: `running` if only the watch has ended, `refused` if the key was, `lost` if unknown. */
export type Outcome = 'completed' | 'failed' | 'refused' | 'running' | 'lost';

export function outcomeOf({ snapshot, error }: JobState): Outcome {
  if (snapshot !== undefined && isSettled(snapshot))
    return snapshot.status === 'completed' ? 'completed' : 'failed';
  if (error === undefined || isTimeoutError(error) || isUnknownOutcomeError(error)) return 'running';
  if (isKeyRefused(error)) return 'refused';
  return isRequestError(error) ? 'failed' : 'lost';
}

/** The service's own word for a job's status, if the library has none for it. */
export const statusWord = ({ statusText, status }: JobSnapshot): string => statusText ?? status;

/** Is it worth watching again in a later run? */
export const canContinue = (state: JobState): boolean => {
  const outcome = outcomeOf(state);
  return outcome === 'running' || outcome === 'lost' || (outcome === 'refused' && state.jobId !== undefined);
};

/** Is this its final state in this run? */
export const isFinished = ({ snapshot, error }: JobState): boolean =>
  error !== undefined || (snapshot !== undefined && isSettled(snapshot));
