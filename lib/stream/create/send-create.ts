import { isObservable, map, Observable, toArray } from 'rxjs';
import { ProtocolError } from '../../model/errors.js';
import { isJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import { languagesOf, type TranslationRequest } from '../../model/request.js';
import type { Transport } from '../../transport/transport.js';
import type { RequestGate, WhenOpen } from '../limiter/request-gate.js';

/** One attempt to create the jobs of a request. */
export interface CreateAttempt {
  readonly request: TranslationRequest;
  readonly idempotencyKey: string;
  readonly whenOpen: WhenOpen;
  /** Fail when the service asks for a longer silence, in ms. */
  readonly maxSilenceMs: number;
  /** Hears when the request leaves, and when it has ended. */
  readonly tellSent: (isSent: boolean) => void;
}

export interface SendCreateDeps {
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly createTimeoutMs: number;
}

/**
 * Sends one create.
 *
 * *Emits* all ids at once and *completes*. *Errors* as the request does, and with `ProtocolError` when the ids are not those of as many jobs as there are
 * languages. *On unsubscribe* aborts the request.
 */
export function sendCreate(attempt: CreateAttempt, deps: SendCreateDeps): Observable<readonly JobId[]> {
  const { request, idempotencyKey, whenOpen, maxSilenceMs, tellSent } = attempt;
  const { transport, gate, createTimeoutMs: timeLimitMs } = deps;
  const wanted = Math.max(1, languagesOf(request).length);
  const send = (): Observable<readonly JobId[]> => {
    const jobId$: unknown = transport.create(request, idempotencyKey);
    // The gate refuses it.
    if (!isObservable(jobId$)) return jobId$ as never;
    tellSent(true);
    return (jobId$ as Observable<JobId>).pipe(
      toArray(),
      map(jobIds => checkIds(jobIds, wanted)),
    );
  };
  return new Observable(subscriber =>
    gate.send<readonly JobId[]>(
      { send, kind: 'create', whenOpen, timeLimitMs, maxSilenceMs },
      {
        next: jobIds => {
          tellSent(false);
          subscriber.next(jobIds);
        },
        error: (error: unknown) => {
          tellSent(false);
          subscriber.error(error);
        },
        complete: () => subscriber.complete(),
      },
    ),
  );
}

function checkIds(jobIds: readonly unknown[], wanted: number): readonly JobId[] {
  const created = jobIds.filter(isJobId);
  if (created.length === wanted && jobIds.length === wanted) return created;
  const ids = created.length === 0 ? '' : `: ${created.join(', ')}`;
  throw new ProtocolError(`The service answered with ${created.length} job ids instead of ${wanted}${ids}`, {
    created: created.length === 0 ? undefined : created,
  });
}
