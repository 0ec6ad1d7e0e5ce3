import { catchError, from, lastValueFrom, map, mergeMap, of, takeUntil, takeWhile } from 'rxjs';
import type { Observable } from 'rxjs';
import type { JobId, JobSnapshot } from '../../lib/index.js';
import { interruption } from '../interruption.js';
import { isKeyRefused } from '../errors/is-key-refused.js';
import type { JobState } from '../jobs/job-state.js';
import type { Connection } from '../durable/connect.js';
import type { Trouble } from '../jobs/trouble.js';
import type { OpenView } from '../views/view.js';

/** A job to follow: its name on screen, and its snapshots, one per poll. */
export interface FollowedJob {
  readonly label: string;
  readonly jobId?: JobId;
  readonly snapshot$: Observable<JobSnapshot>;
}

interface FollowDeps {
  readonly connection: Pick<Connection, 'trouble$'>;
  readonly openView: OpenView;
  readonly interrupted: AbortSignal;
}

/**
 * Shows jobs until all have finished or the user interrupts. A refused key ends it for all.
 *
 * @returns the last state of each job, in the order given.
 */
export async function followJobs(
  jobs: readonly FollowedJob[],
  { connection, openView, interrupted }: FollowDeps,
): Promise<readonly JobState[]> {
  const states: JobState[] = jobs.map(({ label, jobId }) => ({ label, jobId }));
  const view = openView([...states]);
  let trouble: Trouble | undefined;
  const setTrouble = (next: Trouble | undefined): void => {
    if (next === trouble) return;
    trouble = next;
    view.trouble(next);
  };

  const troubleSubscription = connection.trouble$(() => trouble).subscribe(setTrouble);
  const update$ = from(jobs).pipe(
    mergeMap((job, index) =>
      changes(job).pipe(map(change => ({ index, state: { ...states[index]!, ...change } }))),
    ),
    takeWhile(({ state }) => !isKeyRefused(state.error), true),
    map(({ index, state }) => {
      states[index] = state;
      // Any answer shows that the service is back.
      if (state.error === undefined && state.snapshot?.polls !== 0) setTrouble(undefined);
      view.update(index, state);
    }),
    takeUntil(interruption({ interrupted })),
  );
  try {
    await lastValueFrom(update$, { defaultValue: undefined });
  } finally {
    troubleSubscription.unsubscribe();
    view.close();
  }
  return states;
}

/** The changes of a job. Never errors: the error that ended a watch is emitted as a value. */
function changes({ snapshot$ }: FollowedJob): Observable<Pick<JobState, 'jobId' | 'snapshot' | 'error'>> {
  return snapshot$.pipe(
    map(snapshot => ({ jobId: snapshot.jobId, snapshot })),
    catchError((error: unknown) => of({ error })),
  );
}
