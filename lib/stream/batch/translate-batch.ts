import {
  AsyncSubject,
  catchError,
  concat,
  defer,
  EMPTY,
  ignoreElements,
  merge,
  of,
  startWith,
  switchMap,
  tap,
  throwError,
  type Observable,
} from 'rxjs';
import { BatchError, toTranslationError, type TranslationError } from '../../model/errors.js';
import type { JobId, JobSnapshot, JobStatus } from '../../model/job.js';
import type { BatchView, Leaf } from './batch-tree.js';
import { createAll } from '../create/create-all.js';
import { leafOf, watchBatch } from './watch-batch.js';

/** One request of a batch: how many jobs it asks for, and the create that makes them. */
export interface BatchCreate {
  readonly jobs: number;
  readonly jobIds$: Observable<readonly JobId[]>;
}

/**
 * Creates the jobs of many requests and watches each as soon as it exists.
 *
 * *Emits* as `watchBatch` does; a job that could not be created counts as lost. *Completes* when all are settled or lost. *Errors* only then, and only when
 * some could not be created: with a `BatchError` that knows all that exist. *On unsubscribe* ends creates and watches.
 */
export function translateBatch(
  creates: readonly BatchCreate[],
  watch: (jobId: JobId) => Observable<JobSnapshot>,
  concurrency: number,
): Observable<BatchView> {
  return defer(() => {
    const places = new Map<JobId, number>();
    const slots = creates.map(({ jobs }) => Array.from({ length: jobs }, () => new AsyncSubject<JobId>()));
    const errors: TranslationError[] = [];
    let size = 0;
    const firstPlaces = creates.map(({ jobs }) => (size += jobs) - jobs);

    const creating$ = createAll(
      creates.map(({ jobIds$ }) => jobIds$),
      concurrency,
    ).pipe(
      tap(outcome => {
        const ofOne = slots[outcome.at] ?? [];
        if ('error' in outcome) {
          errors.push(outcome.error);
          for (const slotSubject of ofOne) slotSubject.error(outcome.error);
        } else {
          ofOne.forEach((slotSubject, i) => {
            const jobId = outcome.jobIds[i]!;
            places.set(jobId, firstPlaces[outcome.at]! + i);
            slotSubject.next(jobId);
            slotSubject.complete();
          });
        }
      }),
      ignoreElements(),
    );

    let latest: BatchView | undefined;
    const watching$ = watchBatch(
      slots.flat().map(slotSubject => createdLeaf(slotSubject, watch)),
      places,
    ).pipe(tap(batch => (latest = batch)));
    const verdict$ = defer(() =>
      errors.length > 0 ? throwError(() => notAllCreated(errors, latest)) : EMPTY,
    );
    return concat(merge(watching$, creating$), verdict$);
  });
}

function createdLeaf(
  jobId$: Observable<JobId>,
  watch: (jobId: JobId) => Observable<JobSnapshot>,
): Observable<Leaf> {
  return jobId$.pipe(
    switchMap(jobId => leafOf(jobId, watch(jobId))),
    startWith<Leaf>({}),
    catchError((thrown: unknown) => of<Leaf>({ error: toTranslationError(thrown) })),
  );
}

function notAllCreated(errors: readonly TranslationError[], batch: BatchView | undefined): BatchError {
  const entries = [...(batch?.entries() ?? [])];
  return batchError(
    'could not be created',
    errors,
    entries.map(([jobId]) => jobId),
    statusesOf(entries),
  );
}

/** The last known status of each job that was seen. */
export function statusesOf(
  entries: Iterable<readonly [JobId, JobSnapshot | undefined]>,
): Record<JobId, JobStatus> {
  const seen = [...entries].flatMap(([jobId, snapshot]) =>
    snapshot === undefined ? [] : [[jobId, snapshot.status] as const],
  );
  return Object.fromEntries(seen);
}

export function batchError(
  what: string,
  errors: readonly TranslationError[],
  created: readonly JobId[],
  statuses: Readonly<Record<JobId, JobStatus>>,
): BatchError {
  const [first] = errors;
  const message = `${errors.length} of the batch ${what} (first: ${first?.message ?? 'unknown'}); ${created.length} jobs exist, see \`created\``;
  return new BatchError(message, { created, statuses, errors, cause: first });
}
