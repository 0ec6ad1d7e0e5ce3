import { catchError, defer, from, map, mergeMap, of, tap, type Observable } from 'rxjs';
import { BatchError, toTranslationError, withDetails, type TranslationError } from '../../model/errors.js';
import type { JobId, JobStatus } from '../../model/job.js';
import type { OrderedRequest } from '../../model/request-digest.js';
import { messageOf } from '../../policy/create/after-attempt.js';
import { afterCreate, noRefusal } from '../../policy/create/stop-batch.js';
import type { Create } from './create-once.js';

/** One request of a batch. */
export interface BatchCreate extends Pick<OrderedRequest, 'languages' | 'places'> {
  readonly requestIndex: number;
  readonly create: Create;
}

/** How the create of one request ended. */
export type CreateOutcome = { readonly requestIndex: number } & (
  { readonly jobIds: readonly JobId[] } | { readonly error: TranslationError }
);

/**
 * Creates the jobs of many requests, `concurrency` requests at a time. A refused create does not stop the others, unless its reason concerns them all.
 *
 * *Emits* one outcome for each request. *Completes* after the last; never *errors*. *On unsubscribe* aborts those in flight.
 */
export function createAll(creates: readonly BatchCreate[], concurrency: number): Observable<CreateOutcome> {
  return defer(() => {
    let progress = noRefusal;
    return from(creates).pipe(
      mergeMap(
        batchCreate =>
          defer(() => {
            if (progress.stoppedBy !== undefined) throw progress.stoppedBy;
            return batchCreate.create.jobIds$;
          }).pipe(
            tap({
              next: () => (progress = afterCreate(progress, undefined)),
              error: (error: unknown) => (progress = afterCreate(progress, toTranslationError(error))),
            }),
            map((): CreateOutcome => ({
              requestIndex: batchCreate.requestIndex,
              jobIds: jobIdsOf(batchCreate),
            })),
            catchError((thrown: unknown) => of(failed(batchCreate, toTranslationError(thrown)))),
          ),
        concurrency,
      ),
    );
  });
}

/** The jobs of a request that are known to exist: in the order of its languages, then any that the service has created beyond those. */
function jobIdsOf({ create, places }: BatchCreate): readonly JobId[] {
  const known = create.knownIds();
  return [...places.flatMap(place => known[place] ?? []), ...known.slice(places.length)];
}

const failed = (batchCreate: BatchCreate, error: TranslationError): CreateOutcome => ({
  requestIndex: batchCreate.requestIndex,
  error: ofRequest(batchCreate, error),
});

/** The error with the request that it belongs to. */
function ofRequest<E extends TranslationError>(
  { requestIndex, languages, create }: BatchCreate,
  error: E,
): E {
  const language = languages.length === 1 ? languages[0] : undefined;
  const { idempotencyKey } = create;
  return withDetails(error, { requestIndex, language, idempotencyKey });
}

/** The failures of a batch. */
interface BatchTrouble {
  readonly what: string;
  readonly errors: readonly TranslationError[];
  readonly created: readonly JobId[];
  readonly statuses: Readonly<Record<JobId, JobStatus>>;
  readonly cause?: unknown;
}

/** The error of a batch, with everything that exists. */
export function batchError({ what, errors, created, statuses, cause = errors[0] }: BatchTrouble): BatchError {
  const first = errors[0] === undefined ? '' : ` (first: ${errors[0].message})`;
  const message = `${what}${first}; \`created\` has ${created.length} ids`;
  return new BatchError(message, { created, statuses, errors, cause });
}

/** The error of a batch whose requests could not all be created. */
export const notAllCreated = (
  creates: readonly BatchCreate[],
  errors: readonly TranslationError[],
  statuses: Readonly<Record<JobId, JobStatus>> = {},
): BatchError =>
  batchError({
    what: `${errors.length} of ${creates.length} requests could not be created`,
    errors,
    created: createdBy(creates),
    statuses,
  });

/** The ids of all jobs that these creates are known to have created, in the order of the requests. */
export const createdBy = (creates: readonly BatchCreate[]): readonly JobId[] => creates.flatMap(jobIdsOf);

/** The error for a caller that stops waiting for a batch: with all jobs that exist or may exist. If there are none, it is the reason itself. */
export function abandonedBatchError(
  creates: readonly BatchCreate[],
  reason: unknown,
  errors: readonly TranslationError[],
  statuses: Readonly<Record<JobId, JobStatus>> = {},
): unknown {
  const created = createdBy(creates);
  const uncertain = creates.flatMap(one => {
    const error = one.create.abandonedError(reason);
    return error === undefined ? [] : [ofRequest(one, error)];
  });
  if (created.length + uncertain.length + errors.length === 0) return reason;
  const what = `${messageOf(reason)}; creates in flight: ${uncertain.length}`;
  return batchError({ what, errors: [...errors, ...uncertain], created, statuses, cause: reason });
}
