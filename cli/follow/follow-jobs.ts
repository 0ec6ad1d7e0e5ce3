import {
  catchError,
  from,
  lastValueFrom,
  map,
  merge,
  mergeMap,
  of,
  Subject,
  takeUntil,
  takeWhile,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { JobId, JobSnapshot } from '../../lib/index.js';
import { interruption } from '../interruption.js';
import { isKeyRefused } from '../errors/is-key-refused.js';
import type { JobState } from '../jobs/job-state.js';
import type { Connection } from '../durable/connect.js';
import { isLasting, type Trouble } from '../jobs/trouble.js';
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

/** How following jobs has ended. */
export interface Followed {
  /** The last state of each job, in the order given. */
  readonly states: readonly JobState[];
  /** Why it ended early: nothing can be reached at the URL. A clause. */
  readonly wrongUrl?: string | undefined;
}

/** Shows jobs until all have finished or the user interrupts. A refused key or a wrong URL ends it for all. */
export async function followJobs(
  jobs: readonly FollowedJob[],
  { connection, openView, interrupted }: FollowDeps,
): Promise<Followed> {
  const states: JobState[] = jobs.map(({ label, jobId }) => ({ label, jobId }));
  const view = openView([...states]);
  let trouble: Trouble | undefined;
  let hasAnswered = false;
  const wrongUrl$ = new Subject<void>();
  let wrongUrl: string | undefined;
  const setTrouble = (next: Trouble | undefined): void => {
    if (next === trouble) return;
    trouble = next;
    if (next?.type === 'requests' && isLasting(next)) {
      wrongUrl = next.what;
      wrongUrl$.next();
      return;
    }
    hasAnswered ||= next?.type === 'requests' && next.doubt === undefined;
    view.trouble(next);
  };

  const troubleSubscription = connection.trouble$(() => ({ trouble, hasAnswered })).subscribe(setTrouble);
  const update$ = from(jobs).pipe(
    mergeMap((job, index) =>
      changes(job).pipe(map(change => ({ index, state: { ...states[index]!, ...change } }))),
    ),
    takeWhile(({ state }) => !isKeyRefused(state.error), true),
    map(({ index, state }) => {
      states[index] = state;
      // Any response shows that the service is back.
      if (state.error === undefined && state.snapshot?.polls !== 0) setTrouble(undefined);
      hasAnswered ||= state.error === undefined;
      view.update(index, state);
    }),
    takeUntil(merge(interruption({ interrupted }), wrongUrl$)),
  );
  try {
    await lastValueFrom(update$, { defaultValue: undefined });
  } finally {
    troubleSubscription.unsubscribe();
    view.close();
  }
  return { states, wrongUrl };
}

/** The changes of a job. Never errors: the error that ended a watch is emitted as a value. */
function changes({ snapshot$ }: FollowedJob): Observable<Pick<JobState, 'jobId' | 'snapshot' | 'error'>> {
  return snapshot$.pipe(
    map(snapshot => ({ jobId: snapshot.jobId, snapshot })),
    catchError((error: unknown) => of({ error })),
  );
}
