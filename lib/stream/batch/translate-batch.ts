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
import { toTranslationError, type TranslationError } from '../../model/errors.js';
import type { JobId, JobSnapshot, JobStatus } from '../../model/job.js';
import {
  abandonedBatchError,
  createAll,
  notAllCreated,
  type BatchCreate,
  type CreateOutcome,
} from '../create/create-all.js';
import type { BatchView, Leaf } from './batch-tree.js';
import { leafOf, watchBatch } from './watch-batch.js';

/** A batch that is created and watched. */
export interface TranslatedBatch {
  readonly batch$: Observable<BatchView>;
  /** The error for a caller that stops waiting because of `reason`: with all jobs that exist or may exist. */
  readonly abandonedError: (reason: unknown) => unknown;
}

/**
 * Creates the jobs of many requests and watches each as soon as it exists.
 *
 * `batch$` *emits* as `watchBatch` does; a job that could not be created counts as lost. *Completes* when all are settled or lost; if some could not be created, it
 * *errors* then, with a `BatchError` that has all jobs that exist. *On unsubscribe* ends creates and watches.
 */
export function translateBatch(
  creates: readonly BatchCreate[],
  watch: (jobId: JobId) => Observable<JobSnapshot>,
  concurrency: number,
): TranslatedBatch {
  const errors = new Map<number, TranslationError>();
  let latest: BatchView | undefined;
  const statuses = () => statusesOf(latest?.entries() ?? []);
  const slots = creates.flatMap(({ requestIndex, languages }) =>
    languages.map(language => ({ requestIndex, ...(language !== undefined && { language }) })),
  );

  const batch$ = defer(() => {
    errors.clear();
    const created = new CreatedJobs(creates);
    const creating$ = createAll(creates, concurrency).pipe(
      tap(outcome => {
        if ('error' in outcome) errors.set(outcome.requestIndex, outcome.error);
        created.settle(outcome);
      }),
      ignoreElements(),
    );
    const leaves = created.jobId$s.map(jobId$ => createdLeaf(jobId$, watch));
    const watching$ = watchBatch(leaves, created.places, slots).pipe(tap(batch => (latest = batch)));
    const end$ = defer(() =>
      errors.size > 0 ? throwError(() => notAllCreated(creates, [...errors.values()], statuses())) : EMPTY,
    );
    return concat(merge(watching$, creating$), end$);
  });
  return {
    batch$,
    abandonedError: reason => abandonedBatchError(creates, reason, [...errors.values()], statuses()),
  };
}

/** One job of a batch, and its place in it. */
interface AwaitedJob {
  readonly place: number;
  readonly jobIdSubject: AsyncSubject<JobId>;
}

/** The ids of a batch's jobs, in the order of the requests, as they become known. */
class CreatedJobs {
  readonly places = new Map<JobId, number>();
  /** The jobs of each request. */
  readonly #requests: readonly (readonly AwaitedJob[])[];

  constructor(creates: readonly BatchCreate[]) {
    let place = 0;
    this.#requests = creates.map(({ languages }) =>
      languages.map(() => ({ place: place++, jobIdSubject: new AsyncSubject<JobId>() })),
    );
  }

  get jobId$s(): readonly Observable<JobId>[] {
    return this.#requests.flatMap(jobs => jobs.map(({ jobIdSubject }) => jobIdSubject));
  }

  settle(outcome: CreateOutcome): void {
    this.#requests[outcome.requestIndex]!.forEach(({ place, jobIdSubject }, index) => {
      if ('error' in outcome) {
        jobIdSubject.error(outcome.error);
        return;
      }
      const jobId = outcome.jobIds[index]!;
      this.places.set(jobId, place);
      jobIdSubject.next(jobId);
      jobIdSubject.complete();
    });
  }
}

function createdLeaf(
  jobId$: Observable<JobId>,
  watch: (jobId: JobId) => Observable<JobSnapshot>,
): Observable<Leaf> {
  return jobId$.pipe(
    switchMap(jobId => leafOf(jobId, watch)),
    startWith<Leaf>({}),
    catchError((thrown: unknown) => of<Leaf>({ error: toTranslationError(thrown) })),
  );
}

/** The last known status of each job that has a snapshot. */
export function statusesOf(
  entries: Iterable<readonly [JobId, JobSnapshot | undefined]>,
): Record<JobId, JobStatus> {
  const seen = [...entries].flatMap(([jobId, snapshot]) =>
    snapshot === undefined ? [] : [[jobId, snapshot.status] as const],
  );
  return Object.fromEntries(seen);
}
