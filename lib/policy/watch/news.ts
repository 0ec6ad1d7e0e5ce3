import type { ClientEvent } from '../../model/events.js';
import { isSettled, type JobSnapshot } from '../../model/job.js';
import type { Standing } from './standing.js';

/** What an answer brings that listeners want to be told. */
export function newsOf(before: Standing, after: Standing, snapshot: JobSnapshot): readonly ClientEvent[] {
  const { jobId, at, status } = after;
  const events: ClientEvent[] = [];
  if (before.polls === 0 || before.status !== status) {
    const previous = before.polls > 0 && { previousState: before.status };
    events.push({ type: 'STATUS_CHANGED', at, jobId, ...previous, currentState: status, snapshot });
  }
  if (isSettled(snapshot)) {
    events.push(
      snapshot.status === 'completed'
        ? { type: 'JOB_COMPLETED', at, jobId, snapshot }
        : { type: 'JOB_FAILED', at, jobId, snapshot },
    );
  }
  return events;
}
