import { isSettled, isTimeoutError, type JobResult, type JobSnapshot } from '../../lib/index.js';
import { reasonOf } from '../errors/reason-of.js';
import { outcomeOf, statusWord, type JobState } from '../jobs/job-state.js';
import { urlText } from '../text/url-text.js';
import { durationText } from '../text/duration-text.js';
import { plainText } from '../text/plain-text.js';

/** `French: created as 4711` */
export const createdLine = ({ label, jobId }: JobState): string =>
  plainText(`${label}: created as ${jobId ?? ''}`);

/** The last lines about a job: how it ended, or its current state; then each URL of its result on its own line. */
export function finalLines(state: JobState): readonly string[] {
  const { snapshot } = state;
  const urls = snapshot?.status === 'completed' ? urlsIn(snapshot.result) : [];
  return [plainText(outcomeText(state)), ...urls.map(url => `  ${urlText(url)}`)];
}

function outcomeText(state: JobState): string {
  const { snapshot, error } = state;
  const label = labelWithId(state);
  if (snapshot !== undefined && isSettled(snapshot)) {
    // The duration of a job that had ended at the first poll is unknown.
    const after = snapshot.elapsedMs === undefined ? '' : ` after ${durationText(snapshot.elapsedMs)}`;
    return snapshot.status === 'error'
      ? `✖ ${label}: failed${after}: ${snapshot.failure.message}`
      : `✔ ${label}: completed${after}`;
  }
  const mark = outcomeOf(state) === 'running' ? '…' : '✖';
  return `${mark} ${label}: ${error === undefined ? statusText(snapshot) : whyEnded(error, snapshot)}`;
}

/** Video, audio and captions, in this order, and any other URL in the result. */
function urlsIn({ videoUrl, audioUrl, srtCaptionUrl, vttCaptionUrl, ...rest }: JobResult) {
  const others = Object.values(rest).filter(value => typeof value === 'string' && /^https?:/i.test(value));
  const urls = [videoUrl, audioUrl, srtCaptionUrl, vttCaptionUrl, ...(others as readonly string[])];
  return [...new Set(urls.filter(url => url !== undefined))];
}

function whyEnded(error: unknown, snapshot: JobSnapshot | undefined): string {
  if (!isTimeoutError(error)) return reasonOf(error);
  // The library's own message repeats the id, which the line already shows.
  const found = snapshot === undefined ? 'no response' : `still ${snapshot.statusText ?? 'running'}`;
  const { retryAfterMs } = error;
  return retryAfterMs === undefined
    ? `${found} at the deadline`
    : `${found}, and the service asked to wait ${durationText(retryAfterMs)}, past the deadline`;
}

function statusText(snapshot: JobSnapshot | undefined): string {
  if (snapshot === undefined) return 'no response yet';
  const progress = 'progress' in snapshot ? snapshot.progress : undefined;
  const status = statusWord(snapshot);
  return progress === undefined ? status : `${status}, ${Math.round(progress * 100)} %`;
}

const labelWithId = ({ label, jobId }: JobState): string =>
  jobId === undefined || jobId === label ? label : `${label} (${jobId})`;
