import {
  concat,
  defer,
  EMPTY,
  ignoreElements,
  merge,
  Observable,
  of,
  tap,
  throwError,
  type Subscriber,
} from 'rxjs';
import type { TranslationError } from '../../model/errors.js';
import type { JobId, JobSnapshot, JobStatus } from '../../model/job.js';
import { present } from '../../model/present.js';
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
  const requested = creates.flatMap(({ requestIndex, languages }) =>
    languages.map(language => present({ requestIndex, language })),
  );

  const batch$ = defer(() => {
    errors.clear();
    const jobs = new CreatedJobs(creates);
    const creating$ = createAll(creates, concurrency).pipe(
      tap(outcome => {
        if ('error' in outcome) errors.set(outcome.requestIndex, outcome.error);
        jobs.settle(outcome, watch);
      }),
      ignoreElements(),
    );
    const watching$ = watchBatch(jobs.leaf$s, jobs.places, requested).pipe(tap(batch => (latest = batch)));
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
class AwaitedJob {
  readonly place: number;
  /** Set before any create begins: the leaves are subscribed to first. */
  #subscriber: Subscriber<Leaf> | undefined;

  constructor(place: number) {
    this.place = place;
  }

  /** *Emits* an empty leaf at once, then as the Observable that `settle` gets. *Completes* with that. */
  readonly leaf$ = new Observable<Leaf>(subscriber => {
    this.#subscriber = subscriber;
    subscriber.next({});
  });

  settle(leaf$: Observable<Leaf>): void {
    // The subscriber may have unsubscribed on a snapshot with another job of the same request.
    if (!this.#subscriber!.closed) leaf$.subscribe(this.#subscriber);
  }
}

/** The jobs of a batch, in the order of the requests, as they become known. */
class CreatedJobs {
  readonly places = new Map<JobId, number>();
  /** The jobs of each request. */
  readonly #requests: readonly (readonly AwaitedJob[])[];

  constructor(creates: readonly BatchCreate[]) {
    let place = 0;
    this.#requests = creates.map(({ languages }) => languages.map(() => new AwaitedJob(place++)));
  }

  get leaf$s(): readonly Observable<Leaf>[] {
    return this.#requests.flat().map(({ leaf$ }) => leaf$);
  }

  settle(outcome: CreateOutcome, watch: (jobId: JobId) => Observable<JobSnapshot>): void {
    this.#requests[outcome.requestIndex]!.forEach((job, index) => {
      if ('error' in outcome) {
        job.settle(of({ error: outcome.error }));
        return;
      }
      const jobId = outcome.jobIds[index]!;
      this.places.set(jobId, job.place);
      job.settle(leafOf(jobId, watch));
    });
  }
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
