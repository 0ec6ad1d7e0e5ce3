import { isSettled, isTimeoutError, type JobSnapshot } from '../../lib/index.js';
import { outcomeOf, type JobState } from '../jobs/job-state.js';
import { durationText } from '../text/duration-text.js';
import { plainText } from '../text/plain-text.js';

/** The last line about a job: how it ended, or how things stand. */
export const finalLine = (state: JobState): string => plainText(unescapedLine(state));

function unescapedLine(state: JobState): string {
  const { snapshot, error } = state;
  const label = labelWithId(state);
  if (snapshot !== undefined && isSettled(snapshot)) {
    const after = durationText(snapshot.elapsedMs);
    if (snapshot.status === 'error') return `✖ ${label}: failed after ${after}: ${snapshot.failure.message}`;
    const { videoUrl } = snapshot.result;
    return `✔ ${label}: completed after ${after}${videoUrl === undefined ? '' : `  ${videoUrl}`}`;
  }
  const mark = outcomeOf(state) === 'running' ? '…' : '✖';
  return `${mark} ${label}: ${error === undefined ? statusText(snapshot) : whyEnded(error, snapshot)}`;
}

const whyEnded = (error: unknown, snapshot: JobSnapshot | undefined): string =>
  // The library's own sentence repeats the id, which the line already shows.
  isTimeoutError(error)
    ? `${snapshot === undefined ? 'no answer' : 'still running'} at the deadline`
    : reasonOf(error);

function statusText(snapshot: JobSnapshot | undefined): string {
  if (snapshot === undefined) return 'no answer yet';
  const progress = 'progress' in snapshot ? snapshot.progress : undefined;
  return progress === undefined ? snapshot.status : `${snapshot.status}, ${Math.round(progress * 100)} %`;
}

const labelWithId = ({ label, jobId }: JobState): string =>
  jobId === undefined || jobId === label ? label : `${label} (${jobId})`;

/** An error's message, with the id of the request where there is one: support asks for it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const requestId: unknown = Reflect.get(error, 'requestId');
  return typeof requestId === 'string' ? `${error.message} (request ${requestId})` : error.message;
}
