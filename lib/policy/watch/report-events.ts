import { ProtocolError } from '../../model/errors.js';
import type { ClientEvent } from '../../model/events.js';
import { isSettled } from '../../model/job.js';
import { snapshotOf } from './snapshot.js';
import type { WatchState } from './state.js';
import { errorEvent } from './watch-error.js';

/** The events of a response: unknown words and invalid numbers, a new status, the end of the job. */
export function reportEvents(
  before: WatchState,
  after: WatchState,
  dropped: readonly string[],
): readonly ClientEvent[] {
  const { jobId, at, status, statusText } = after;
  const events: ClientEvent[] = [];
  if (statusText !== undefined && statusText !== before.statusText && status !== 'error') {
    events.push(
      invalidReport(
        after,
        `The service calls this status "${statusText}", which is not known: the job counts as ${status}`,
      ),
    );
  }
  if (dropped.length > 0 && !before.hasReportedInvalid) {
    events.push(invalidReport(after, `Ignored invalid fields of the report: ${dropped.join(', ')}`));
  }
  const isFirst = before.polls === 0;
  if (!isFirst && before.status === status) return events;
  const snapshot = snapshotOf(after, isFirst ? undefined : snapshotOf(before));
  const previousState = isFirst ? {} : { previousState: before.status };
  events.push({ type: 'STATUS_CHANGED', at, jobId, ...previousState, currentState: status, snapshot });
  if (isSettled(snapshot)) {
    events.push(
      snapshot.status === 'completed'
        ? { type: 'JOB_COMPLETED', at, jobId, snapshot }
        : { type: 'JOB_FAILED', at, jobId, snapshot },
    );
  }
  return events;
}

const invalidReport = (state: WatchState, message: string): ClientEvent =>
  errorEvent(state, new ProtocolError(message), state.at);
