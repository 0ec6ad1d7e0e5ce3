import { catchError, concatMap, defer, EMPTY, map, merge, of, take, tap, type Observable } from 'rxjs';
import { errorFromJson } from '../../model/error-json.js';
import {
  RequestError,
  TimeoutError,
  toTranslationError,
  withDetails,
  TranslationError,
} from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import { requestDigest } from '../../model/request-digest.js';
import { abandonedError, createFailure } from '../../policy/create/after-attempt.js';
import type { Create, CreatePlan } from '../../stream/create/create-once.js';
import { shareLatest } from '../../stream/share-latest.js';
import { longTimer } from '../../stream/time/long-timer.js';
import type { NewCreate } from '../engine/creates.js';
import type { CreateUpdate } from './create-source.js';
import { WORKER_GRACE_MS } from '../policy/limits.js';
import type { DurableDeps } from './source-deps.js';
import { storedTermsOf } from './stored-terms.js';

/**
 * Creates the jobs of one request through an engine: stores the request under its key, and waits until a worker has created them. **Unsubscribing stops the waiting, not the
 * create.**
 */
export function durableCreate(plan: CreatePlan, deps: DurableDeps): Create {
  const { idempotencyKey, timeLeftMs } = plan;
  const { updates, clock, scheduler, recentJobs, emit } = deps;
  let isUncertain = false;
  let jobIds: readonly JobId[] = [];

  const fail = (error: TranslationError): never => {
    jobIds = error.created ?? [];
    emit({ type: 'ERROR_OCCURRED', at: clock.now(), error });
    throw error;
  };
  const tooLate = (timeoutMs: number): never =>
    fail(
      createFailure(
        { idempotencyKey, isUncertain },
        new TimeoutError(`No job was created within ${timeoutMs} ms`),
      ),
    );
  function idsOf(update: CreateUpdate): Observable<readonly JobId[]> {
    switch (update.type) {
      case 'open':
        return EMPTY;
      case 'created':
        return of(update.jobIds);
      case 'failed':
        return fail(errorFromJson(update.error));
      case 'other request':
        return fail(otherRequest(idempotencyKey));
      case 'missing':
        return fail(
          createFailure({ idempotencyKey, isUncertain }, new TranslationError('The create was deleted')),
        );
    }
  }
  const jobIds$ = defer(() => {
    const timeoutMs = timeLeftMs();
    if (timeoutMs <= 0) return tooLate(timeoutMs);
    return merge(
      updates
        .create(newCreateOf(plan, timeoutMs), () => (isUncertain = true))
        .pipe(
          catchError((refusal: unknown) => {
            isUncertain = false;
            return fail(withDetails(toTranslationError(refusal), { idempotencyKey }));
          }),
          concatMap(idsOf),
        ),
      longTimer(timeoutMs + WORKER_GRACE_MS, scheduler).pipe(map(() => tooLate(timeoutMs))),
    );
  }).pipe(
    take(1),
    tap(created => {
      jobIds = created;
      for (const jobId of created) {
        recentJobs.add(jobId, clock.now());
        emit({ type: 'JOB_CREATED', at: clock.now(), jobId });
      }
    }),
    shareLatest(),
  );
  return {
    idempotencyKey,
    jobIds$,
    knownIds: () => jobIds,
    abandonedError: reason =>
      jobIds.length > 0 ? undefined : abandonedError({ idempotencyKey, isUncertain }, reason),
  };
}

const newCreateOf = ({ request, idempotencyKey: key, terms }: CreatePlan, timeoutMs: number): NewCreate => ({
  key,
  request,
  digest: requestDigest(request),
  timeoutMs,
  terms: terms && storedTermsOf(terms.given),
});

const otherRequest = (idempotencyKey: string): RequestError =>
  new RequestError(`Cannot create a job: the idempotencyKey '${idempotencyKey}' belongs to another request`, {
    idempotencyKey,
    code: 'key_of_another_request',
  });
