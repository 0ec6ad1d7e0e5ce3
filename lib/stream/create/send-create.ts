import { isObservable, map, Observable, tap, toArray } from 'rxjs';
import { isJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import type { TranslationRequest } from '../../model/request.js';
import { checkIds } from '../../policy/create/check-ids.js';
import type { Transport } from '../../transport/transport.js';
import type { WhenOpen } from '../limiter/gated-request.js';
import type { RequestGate } from '../limiter/request-gate.js';
import type { CreateProgress } from './create-progress.js';

/** One attempt to create the jobs of a request. */
export interface CreateAttempt {
  readonly request: TranslationRequest;
  readonly idempotencyKey: string;
  readonly whenOpen: WhenOpen;
  /** Fail at once if the service asks to wait longer than this, in ms. */
  readonly maxWaitMs: number;
  /** Notified when the request is sent, when it has ended, and of each id as soon as it is known. */
  readonly progress: Pick<CreateProgress, 'onSent' | 'onCreated'>;
}

/** What all creates of a client use to send requests. */
export interface SendCreateDeps {
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly createTimeoutMs: number;
}

/**
 * Sends one attempt of a create.
 *
 * *Emits* all ids together and *completes*. *Errors* as the request does, and with `ProtocolError` if there is not one id for each language. *On unsubscribe* aborts the request.
 */
export function sendCreate(attempt: CreateAttempt, deps: SendCreateDeps): Observable<readonly JobId[]> {
  const { request, idempotencyKey, whenOpen, maxWaitMs, progress } = attempt;
  const { transport, gate, createTimeoutMs: timeLimitMs } = deps;
  function send(): Observable<readonly JobId[]> {
    const jobId$: unknown = transport.create(request, idempotencyKey);
    // The gate refuses anything but an Observable.
    if (!isObservable(jobId$)) return jobId$ as never;
    progress.onSent(true);
    return (jobId$ as Observable<JobId>).pipe(
      tap(jobId => {
        if (isJobId(jobId)) progress.onCreated(jobId);
      }),
      toArray(),
      map(jobIds => checkIds(jobIds, request)),
    );
  }
  return new Observable(subscriber =>
    gate.send<readonly JobId[]>(
      { send, kind: 'create', whenOpen, timeLimitMs, maxWaitMs },
      {
        next: jobIds => {
          progress.onSent(false);
          subscriber.next(jobIds);
        },
        error: (error: unknown) => {
          progress.onSent(false);
          subscriber.error(error);
        },
        complete: () => subscriber.complete(),
      },
    ),
  );
}
