import { catchError, concat, from, mergeMap, of, scan, type Observable } from 'rxjs';
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
  /** The settled snapshots, in the order in which they came. */
  readonly snapshots: readonly JobSnapshot[];
}

type Step =
  | { readonly type: 'created' | 'completed' | 'lost' }
  | { readonly type: 'settled'; readonly snapshot: JobSnapshot };

/** Translates one video so many times: each job has a key and a subscriber of its own. */
export function followJobs(client: DurableClient, count: number): Observable<Progress> {
  const seen = new Set<string>();
  const start: Progress = { created: 0, settled: 0, lost: 0, repeated: 0, snapshots: [] };
  const snapshots: JobSnapshot[] = [];
  return from(Array.from({ length: count }, (_, index) => `demo-${index + 1}`)).pipe(
    mergeMap(key => stepsOf(client, key)),
    scan((progress, step): Progress => {
      switch (step.type) {
        case 'created':
          return { ...progress, created: progress.created + 1 };
        case 'completed':
          return { ...progress, settled: progress.settled + 1 };
        case 'lost':
          return { ...progress, lost: progress.lost + 1 };
        case 'settled': {
          const isRepeated = seen.has(step.snapshot.jobId);
          seen.add(step.snapshot.jobId);
          if (!isRepeated) snapshots.push(step.snapshot);
          return { ...progress, snapshots, repeated: progress.repeated + (isRepeated ? 1 : 0) };
        }
      }
    }, start),
  );
}

function stepsOf(client: DurableClient, idempotencyKey: string): Observable<Step> {
  const snapshot$ = client.translate({ video: 'https://example.com/talk.mp4' }, { idempotencyKey });
  const step$ = snapshot$.pipe(
    mergeMap((snapshot): readonly Step[] =>
      snapshot.polls === 0
        ? [{ type: 'created' }]
        : isSettled(snapshot)
          ? [{ type: 'settled', snapshot }]
          : [],
    ),
  );
  return concat(step$, of<Step>({ type: 'completed' })).pipe(catchError(() => of<Step>({ type: 'lost' })));
}
