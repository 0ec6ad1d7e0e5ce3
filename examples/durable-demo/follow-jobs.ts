import {
  catchError,
  concat,
  connect,
  filter,
  from,
  map,
  merge,
  mergeMap,
  of,
  scan,
  type Observable,
} from 'rxjs';
import { isSettled, type JobSnapshot } from 'heygen-rx';
import type { DurableClient } from 'heygen-rx/durable';

/** What the subscribers of all jobs have seen so far. */
export interface Progress {
  readonly created: number;
  /** Settled jobs whose stream has completed. */
  readonly settled: number;
  /** Streams that ended with an error. */
  readonly lost: number;
  /** Settled snapshots beyond the first of a job. */
  readonly repeated: number;
  /** The first settled snapshot of each job, in the order in which they came. */
  readonly snapshots: readonly JobSnapshot[];
}

type Step =
  | { readonly type: 'created' | 'completed' | 'lost' | 'repeated' }
  | { readonly type: 'settled'; readonly snapshot: JobSnapshot };

const NOTHING_SEEN: Progress = { created: 0, settled: 0, lost: 0, repeated: 0, snapshots: [] };

/** Translates one video `count` times: each job has its own key and its own subscriber. */
export function followJobs(client: DurableClient, count: number): Observable<Progress> {
  return from(Array.from({ length: count }, (_, index) => `demo-${index + 1}`)).pipe(
    mergeMap(key => stepsOf(client, key)),
    scan(progressAfter, NOTHING_SEEN),
  );
}

function progressAfter(progress: Progress, step: Step): Progress {
  switch (step.type) {
    case 'created':
      return { ...progress, created: progress.created + 1 };
    case 'settled':
      return { ...progress, snapshots: [...progress.snapshots, step.snapshot] };
    case 'repeated':
      return { ...progress, repeated: progress.repeated + 1 };
    case 'completed':
      return { ...progress, settled: progress.settled + 1 };
    case 'lost':
      return { ...progress, lost: progress.lost + 1 };
  }
}

function stepsOf(client: DurableClient, idempotencyKey: string): Observable<Step> {
  const snapshot$ = client.translate({ video: 'https://example.com/talk.mp4' }, { idempotencyKey });
  const step$ = snapshot$.pipe(connect(shared$ => merge(createdIn(shared$), settledIn(shared$))));
  return concat(step$, of<Step>({ type: 'completed' })).pipe(catchError(() => of<Step>({ type: 'lost' })));
}

const createdIn = (snapshot$: Observable<JobSnapshot>): Observable<Step> =>
  snapshot$.pipe(
    filter(({ polls }) => polls === 0),
    map(() => ({ type: 'created' })),
  );

const settledIn = (snapshot$: Observable<JobSnapshot>): Observable<Step> =>
  snapshot$.pipe(
    filter(isSettled),
    map((snapshot, index) => (index === 0 ? { type: 'settled', snapshot } : { type: 'repeated' })),
  );
