// Compiled by a spec, never run: what the public types must accept, and what they must refuse.
import { type Observable } from 'rxjs';
import {
  isTimeoutError,
  throwIfFailed,
  type AnyTranslationError,
  type BatchSnapshot,
  type ClientEvent,
  type JobSnapshot,
  type TimeoutError,
  type TranslationClient,
  type Transport,
} from 'heygen-rx';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function is<_T extends true>(): void {}

declare const client: TranslationClient;
declare const job: JobSnapshot;
declare const event: ClientEvent;
declare const error: AnyTranslationError;

is<Equal<ReturnType<typeof client.watch>, Observable<JobSnapshot>>>();
is<Equal<ReturnType<typeof client.translate>, Observable<JobSnapshot>>>();
is<Equal<ReturnType<typeof client.watchBatch>, Observable<BatchSnapshot>>>();
is<Equal<ReturnType<typeof client.createJob>, Promise<string>>>();
is<Equal<Awaited<ReturnType<typeof client.waitForCompletion>>, 'completed' | 'error'>>();
is<Equal<Awaited<ReturnType<typeof client.waitForBatchCompletion>>, Record<string, 'completed' | 'error'>>>();

// A snapshot has each field only where it applies.
if (job.status === 'completed') is<Equal<typeof job.result.videoUrl, string | undefined>>();
if (job.status === 'error') is<Equal<typeof job.failure.message, string>>();
if (job.status === 'running') is<Equal<typeof job.nextPollAt, number | undefined>>();
// @ts-expect-error -- no result before the status is known
void job.result;

// A switch over error names or event types can be exhaustive.
switch (error.name) {
  case 'NetworkError':
    void error.code;
    break;
  case 'ServerError':
    is<Equal<typeof error.status, number>>();
    break;
  case 'BatchError':
    is<Equal<typeof error.created, readonly string[]>>();
    break;
  case 'RetryableError':
  case 'RateLimitError':
  case 'RequestError':
  case 'AuthenticationError':
  case 'JobNotFoundError':
  case 'QuotaError':
  case 'ProtocolError':
  case 'TimeoutError':
  case 'CircuitBreakerError':
  case 'UnknownOutcomeError':
  case 'ClientClosedError':
  case 'JobFailedError':
    break;
  default:
    is<Equal<typeof error, never>>();
}
if (event.type === 'STATUS_CHANGED') is<Equal<typeof event.currentState, JobSnapshot['status']>>();
client.on('RETRY_ATTEMPTED', event => {
  is<Equal<typeof event.delayMs, number>>();
});
// @ts-expect-error -- no such event
client.on('RETRY', () => undefined);

declare const thrown: unknown;
if (isTimeoutError(thrown)) is<Equal<typeof thrown, TimeoutError>>();

// After throwIfFailed no snapshot is a failed one.
client
  .watch('a')
  .pipe(throwIfFailed())
  .subscribe(open => {
    is<Equal<typeof open.status, 'pending' | 'running' | 'completed'>>();
  });

// A transport is one object, whose members are checked.
declare const transport: Transport;
is<Equal<typeof transport.statuses, Transport['statuses']>>();
// @ts-expect-error -- a client needs an address or a transport
new (client.constructor as typeof TranslationClient)({});
