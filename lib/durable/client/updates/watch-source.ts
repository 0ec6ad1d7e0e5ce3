import { map, type Observable } from 'rxjs';
import { errorFromJson } from '../../../model/error-json.js';
import type { ClientEvent } from '../../../model/events.js';
import type { JobId } from '../../../model/job.js';
import { reportEvents } from '../../../policy/watch/report-events.js';
import { ended } from '../../../policy/watch/watch-error.js';
import type { DurableEngine } from '../../engine/engine.js';
import type { WatchChange } from '../../engine/watches.js';
import { isPolledSince } from './is-polled-since.js';
import type { UpdateSource } from './update-feed.js';

/** A changed watch. `missing`: there is none. */
export type WatchUpdate = WatchChange | 'missing';

/** Reads the watches of an account, and emits the events of what has changed. */
export function watchSource(
  engine: DurableEngine,
  account: string,
  emit: (event: ClientEvent) => void,
): UpdateSource<WatchUpdate> {
  return {
    read(known) {
      return readWatches(engine, account, known);
    },
    onUpdate(update, before) {
      eventsOf(update, before).forEach(emit);
    },
  } satisfies UpdateSource<WatchUpdate>;
}

function readWatches(
  engine: DurableEngine,
  account: string,
  known: ReadonlyMap<JobId, WatchUpdate | undefined>,
): Observable<ReadonlyMap<JobId, WatchUpdate>> {
  const seen = [...known].map(([jobId, update]) => ({
    jobId,
    version: update === undefined || update === 'missing' ? 0 : update.version,
  }));
  return engine
    .readWatches(account, seen)
    .pipe(
      map(
        ({ changed, missing }) =>
          new Map<JobId, WatchUpdate>([
            ...changed.map(each => [each.jobId, each] as const),
            ...missing.map(jobId => [jobId, 'missing'] as const),
          ]),
      ),
    );
}

/** The events of an update: emitted once, however many watch the job. */
function eventsOf(update: WatchUpdate, before: WatchUpdate | undefined): readonly ClientEvent[] {
  if (update === 'missing') return [];
  const { state, end } = update;
  const known = before === 'missing' ? undefined : before?.state;
  const wasPolled = isPolledSince(known, state);
  const first = { ...state, polls: 0, statusText: undefined };
  const events = wasPolled ? reportEvents(known ?? first, state, []) : [];
  if (end?.error === undefined) return events;
  return [...events, ...ended(state, errorFromJson(end.error), state.at).events];
}
