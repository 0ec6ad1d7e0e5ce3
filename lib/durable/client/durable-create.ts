import { Observable, tap } from 'rxjs';
import { errorFromJson } from '../../model/error-json.js';
import { RequestError, TimeoutError, toTranslationError, TranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import { requestDigest } from '../../model/request-digest.js';
import { abandonedError, createFailure } from '../../policy/create/after-attempt.js';
import type { Create, CreatePlan } from '../../stream/create/create-once.js';
import { shareLatest } from '../../stream/share-latest.js';
import { timerOf } from '../../stream/time/timer-queue.js';
import type { NewCreate } from '../engine/creates.js';
import type { CreateUpdate } from './updates/create-source.js';
import { WORKER_GRACE_MS } from '../policy/limits.js';
import type { DurableDeps } from './durable-deps.js';
import { storedTermsOf } from './stored-terms.js';

/**
 * Creates the jobs of one request through an engine: stores the request under its key, and waits until a worker has created them. **Unsubscribing stops the waiting, not the
 * create.**
 */
export function durableCreate(plan: CreatePlan, deps: DurableDeps): Create {
  const { idempotencyKey, timeLeftMs } = plan;
  const { updates, timers, recentJobs, emit } = deps;
  let isUncertain = false;
  let isStored = false;
  let hasEnded = false;
  let jobIds: readonly JobId[] = [];

  // One Observable instead of a chain of operators: a batch has tens of thousands of these.
  const creating$ = new Observable<readonly JobId[]>(subscriber => {
    const fail = (error: TranslationError): void => {
      hasEnded = true;
      jobIds = error.created ?? [];
      emit({ type: 'ERROR_OCCURRED', at: timers.now(), error });
      subscriber.error(error);
    };
    const failAfter = (cause: TranslationError): void =>
      fail(createFailure({ idempotencyKey, isUncertain }, cause, jobIds));
    const tooLate = (): void => failAfter(new TimeoutError(`No job was created within ${timeoutMs} ms`));
    const refused = (refusal: unknown): void => {
      // Once it is stored, a worker may carry it out, whatever this client can read.
      isUncertain &&= isStored;
      failAfter(toTranslationError(refusal));
    };
    const after = (update: CreateUpdate): void => {
      switch (update.type) {
        case 'open':
          isStored = true;
          jobIds = update.jobIds ?? [];
          return;
        case 'created':
          created(update.jobIds);
          return;
        case 'failed':
          fail(errorFromJson(update.error));
          return;
        case 'other request':
          fail(otherRequest(idempotencyKey));
          return;
        case 'missing':
          failAfter(new TranslationError('The create was deleted'));
      }
    };
    const created = (ids: readonly JobId[]): void => {
      hasEnded = true;
      jobIds = ids;
      for (const jobId of ids) {
        recentJobs.add(jobId, timers.now());
        emit({ type: 'JOB_CREATED', at: timers.now(), jobId });
      }
      subscriber.next(ids);
      subscriber.complete();
    };

    hasEnded = false;
    const timeoutMs = timeLeftMs();
    if (timeoutMs <= 0) {
      tooLate();
      return;
    }
    const timer = timerOf(tooLate);
    timers.setIn(timer, timeoutMs + WORKER_GRACE_MS);
    subscriber.add(() => timers.cancel(timer));
    const update$ = updates.create(newCreateOf(plan, timeoutMs), () => (isUncertain = true));
    // In an operator, so that what a custom engine gives can only end this create.
    subscriber.add(update$.pipe(tap(after)).subscribe({ error: refused }));
  });
  return {
    idempotencyKey,
    jobIds$: creating$.pipe(shareLatest()),
    knownIds: () => jobIds,
    abandonedError: reason =>
      hasEnded ? undefined : abandonedError({ idempotencyKey, isUncertain }, reason, jobIds),
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
