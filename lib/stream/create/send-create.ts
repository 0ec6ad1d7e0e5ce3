import { isObservable, map, Observable, tap, toArray } from 'rxjs';
import { isJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import type { TranslationRequest } from '../../model/request.js';
import { checkIds } from '../../policy/create/check-ids.js';
import type { Transport } from '../../transport/transport.js';
import type { WhenOpen } from '../limiter/gated-request.js';
import type { RequestGate } from '../limiter/request-gate.js';

/** One attempt to create the jobs of a request. */
export interface CreateAttempt {
  readonly request: TranslationRequest;
  readonly idempotencyKey: string;
  readonly whenOpen: WhenOpen;
  /** Fail if the service asks for a longer silence than this, in ms. */
  readonly maxSilenceMs: number;
  /** Called with each id as soon as it is known: the create may still fail, or be aborted. */
  readonly onCreated: (jobId: JobId) => void;
  /** Called with true when the request is sent, and with false when it has ended. */
  readonly onSent: (isSent: boolean) => void;
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
  const { request, idempotencyKey, whenOpen, maxSilenceMs, onCreated, onSent } = attempt;
  const { transport, gate, createTimeoutMs: timeLimitMs } = deps;
  function send(): Observable<readonly JobId[]> {
    const jobId$: unknown = transport.create(request, idempotencyKey);
    // The gate refuses anything but an Observable.
    if (!isObservable(jobId$)) return jobId$ as never;
    onSent(true);
    return (jobId$ as Observable<JobId>).pipe(
      tap(jobId => {
        if (isJobId(jobId)) onCreated(jobId);
      }),
      toArray(),
      map(jobIds => checkIds(jobIds, request)),
    );
  }
  return new Observable(subscriber =>
    gate.send<readonly JobId[]>(
      { send, kind: 'create', whenOpen, timeLimitMs, maxSilenceMs },
      {
        next: jobIds => {
          onSent(false);
          subscriber.next(jobIds);
        },
        error: (error: unknown) => {
          onSent(false);
          subscriber.error(error);
        },
        complete: () => subscriber.complete(),
      },
    ),
  );
}
