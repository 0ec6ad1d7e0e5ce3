import {
  catchError,
  defer,
  from,
  fromEvent,
  lastValueFrom,
  map,
  mergeMap,
  of,
  takeUntil,
  takeWhile,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { isAuthenticationError, type JobId, type JobSnapshot, type TranslationClient } from '../../lib/index.js';
import type { JobState } from '../jobs/job-state.js';
import { troubleAfter, type Trouble } from '../jobs/trouble.js';
import type { View } from '../views/view.js';

/** A job to be followed: what it is called, and its snapshots, one a poll. */
export interface FollowedJob {
  readonly label: string;
  readonly jobId?: JobId;
  readonly snapshot$: Observable<JobSnapshot>;
}

interface FollowDeps {
  readonly client: TranslationClient;
  readonly openView: (states: readonly JobState[]) => View;
  readonly interrupted: AbortSignal;
}

/**
 * Shows jobs until none is left to hear of, or the user has had enough. A refused key ends it for all.
 *
 * @returns where each job stands then, in the order given.
 */
export async function follow(
  jobs: readonly FollowedJob[],
  { client, openView, interrupted }: FollowDeps,
): Promise<readonly JobState[]> {
  const states: JobState[] = jobs.map(({ label, jobId }) => ({ label, jobId }));
  const view = openView([...states]);
  let trouble: Trouble | undefined;
  const setTrouble = (now: Trouble | undefined): void => {
    if (now === trouble) return;
    trouble = now;
    view.trouble(now);
  };

  const telling = client.event$.subscribe(event => setTrouble(troubleAfter(trouble, event)));
  const stop$ = defer(() => (interrupted.aborted ? of(undefined) : fromEvent(interrupted, 'abort')));
  const news$ = from(jobs).pipe(
    mergeMap((job, place) =>
      newsOf(job).pipe(map(news => ({ place, state: { ...states[place]!, ...news } }))),
    ),
    takeWhile(({ state }) => !isAuthenticationError(state.error), true),
    map(({ place, state }) => {
      states[place] = state;
      // Whoever has answered is there.
      if (state.error === undefined && state.snapshot?.polls !== 0) setTrouble(undefined);
      view.news(place, state);
    }),
    takeUntil(stop$),
  );
  try {
    await lastValueFrom(news$, { defaultValue: undefined });
  } finally {
    telling.unsubscribe();
    view.close();
  }
  return states;
}

/** What becomes known of a job. Never errs: that its watch has ended is news like any other. */
function newsOf({ snapshot$ }: FollowedJob): Observable<Pick<JobState, 'jobId' | 'snapshot' | 'error'>> {
  return snapshot$.pipe(
    map(snapshot => ({ jobId: snapshot.jobId, snapshot })),
    catchError((error: unknown) => of({ error })),
  );
}
