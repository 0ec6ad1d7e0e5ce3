import { concatMap, from, isObservable, map, Observable, take, tap, toArray } from 'rxjs';
import { isJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import type { TranslationRequest } from '../../model/request.js';
import { checkIds, MOST_IDS } from '../../policy/create/check-ids.js';
import type { CreatePart, Transport } from '../../transport/transport.js';
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
  /** Notified when a request is sent, and of each id as soon as it is known. */
  readonly progress: Pick<CreateProgress, 'onSent' | 'onCreated'>;
}

/** What all creates of a client use to send requests. */
export interface SendCreateDeps {
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly createTimeoutMs: number;
}

/**
 * Sends one attempt of a create: one request, or one for each job, each through the gate.
 *
 * *Emits* all ids together and *completes*. *Errors* as the request does, and with `ProtocolError` if there is not one id for each language. *On unsubscribe* aborts the request.
 */
export function sendCreate(attempt: CreateAttempt, deps: SendCreateDeps): Observable<readonly JobId[]> {
  const { request, idempotencyKey: key } = attempt;
  return from(deps.transport.split?.(request, key) ?? [{ request, key }]).pipe(
    concatMap(part => sendPart(part, attempt, deps)),
    toArray(),
    map(jobIds => jobIds.flat()),
  );
}

function sendPart(
  { request, key }: CreatePart,
  { whenOpen, maxWaitMs, progress }: CreateAttempt,
  { transport, gate, createTimeoutMs: timeLimitMs }: SendCreateDeps,
): Observable<readonly JobId[]> {
  function send(): Observable<readonly JobId[]> {
    const jobId$: unknown = transport.create(request, key);
    // The gate refuses anything but an Observable.
    if (!isObservable(jobId$)) return jobId$ as never;
    return (jobId$ as Observable<JobId>).pipe(
      tap({
        subscribe: () => progress.onSent(),
        next: jobId => isJobId(jobId) && progress.onCreated(jobId),
      }),
      take(MOST_IDS),
      toArray(),
      map(jobIds => checkIds(jobIds, request)),
    );
  }
  return new Observable(subscriber =>
    gate.send<readonly JobId[]>({ send, kind: 'create', whenOpen, timeLimitMs, maxWaitMs }, subscriber),
  );
}
