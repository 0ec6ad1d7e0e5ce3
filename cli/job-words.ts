import { isSettled, isTimeoutError, type JobSnapshot } from '../lib/index.js';
import { endingOf, type JobState } from './job-state.js';
import { clockWords, durationWords, harmless } from './words.js';

/** The last line about a job. */
export const endLine = (state: JobState): string => harmless(lastLine(state));

function lastLine(state: JobState): string {
  const { snapshot, error } = state;
  const label = labelWithId(state);
  if (snapshot !== undefined && isSettled(snapshot)) {
    const after = durationWords(snapshot.elapsedMs ?? 0);
    if (snapshot.status === 'error') return `✖ ${label}: failed after ${after}: ${snapshot.failure.message}`;
    const { videoUrl } = snapshot.result;
    return `✔ ${label}: completed after ${after}${videoUrl === undefined ? '' : `  ${videoUrl}`}`;
  }
  const mark = endingOf(state) === 'running' ? '…' : '✖';
  return `${mark} ${label}: ${error === undefined ? standingOf(snapshot) : whyEnded(error, snapshot)}`;
}

const whyEnded = (error: unknown, snapshot: JobSnapshot | undefined): string =>
  // The library's own sentence is for those who do not know what they were watching.
  isTimeoutError(error)
    ? `${snapshot === undefined ? 'no answer' : 'still running'} at the deadline`
    : reasonOf(error);

function standingOf(snapshot: JobSnapshot | undefined): string {
  if (snapshot === undefined) return 'no answer yet';
  const progress = 'progress' in snapshot ? snapshot.progress : undefined;
  return progress === undefined ? snapshot.status : `${snapshot.status}, ${Math.round(progress * 100)} %`;
}

const labelWithId = ({ label, jobId }: JobState): string =>
  jobId === undefined || jobId === label ? label : `${label} (${jobId})`;

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const requestId: unknown = Reflect.get(error, 'requestId');
  return typeof requestId === 'string' ? `${error.message} (request ${requestId})` : error.message;
}

/** How long it has been, how long it may be yet, and when the next poll is; nobody knows that while the service is in trouble. */
export function timesOf(snapshot: JobSnapshot, now: number, isTroubled: boolean): string {
  const sinceMs = Math.max(0, now - snapshot.at);
  const leftMs = estimateOf(snapshot);
  return [
    clockWords((snapshot.elapsedMs ?? 0) + sinceMs),
    leftMs === undefined ? '' : estimateWords(leftMs - sinceMs),
    isTroubled ? '' : nextPoll(snapshot, now),
  ]
    .filter(part => part !== '')
    .join(', ');
}

const estimateWords = (leftMs: number): string =>
  leftMs < 500 ? 'due any moment (estimate)' : `about ${clockWords(leftMs)} left (estimate)`;

/** What is left if the job goes on as it went so far; only where the service tells its progress. */
function estimateOf(snapshot: JobSnapshot): number | undefined {
  if (isSettled(snapshot)) return undefined;
  const { elapsedMs, progress = 0 } = snapshot;
  return progress > 0 ? (elapsedMs * (1 - progress)) / progress : undefined;
}

function nextPoll(snapshot: JobSnapshot, now: number): string {
  if (isSettled(snapshot)) return '';
  const { nextPollAt = 0 } = snapshot;
  return nextPollAt > now ? `next poll in ${clockWords(nextPollAt - now)}` : 'polling';
}
