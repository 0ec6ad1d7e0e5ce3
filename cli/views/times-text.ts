import { isSettled, type JobSnapshot } from '../../lib/index.js';
import { clockText } from '../text/duration-text.js';

/**
 * How long a job has taken, how long it may still take, and when it is polled next (unknown while requests fail): as many of these as
 * fit into a number of columns.
 */
export function timesText(snapshot: JobSnapshot, now: number, isTroubled: boolean, columns: number): string {
  const sinceMs = Math.max(0, now - snapshot.at);
  const remainingMs = estimatedRemainingMs(snapshot);
  return [
    snapshot.elapsedMs === undefined ? '' : clockText(snapshot.elapsedMs + sinceMs),
    remainingMs === undefined ? '' : estimateText(remainingMs - sinceMs),
    isTroubled ? '' : nextPollText(snapshot, now),
  ]
    .filter(part => part !== '')
    .reduce((text, part) => {
      const longer = text === '' ? part : `${text}, ${part}`;
      return longer.length <= columns ? longer : text;
    }, '');
}

const estimateText = (remainingMs: number): string =>
  remainingMs < 500 ? 'due any moment' : `about ${clockText(remainingMs)} left`;

/** The remaining time if the job continues at its average speed so far; only if the service reports progress. */
function estimatedRemainingMs(snapshot: JobSnapshot): number | undefined {
  if (isSettled(snapshot)) return undefined;
  const { elapsedMs, progress = 0 } = snapshot;
  return progress > 0 ? (elapsedMs * (1 - progress)) / progress : undefined;
}

function nextPollText(snapshot: JobSnapshot, now: number): string {
  if (isSettled(snapshot)) return '';
  const { nextPollAt = 0 } = snapshot;
  return nextPollAt > now ? `next poll in ${clockText(nextPollAt - now)}` : 'polling';
}
