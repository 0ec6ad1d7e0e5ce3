// What a user's TypeScript says of each entry.
import { CircuitBreaker, heygenApi, isTranslationError, TranslationClient } from 'heygen-rx';
import type { BatchSnapshot, JobSnapshot, StatusReport, Transport } from 'heygen-rx';
import { hidden$, offline$, pauseWhen } from 'heygen-rx/browser';
import { durableClient, DurableWorker, memoryEngine, postgresEngine, type Database } from 'heygen-rx/durable';
import { HttpClient } from 'heygen-rx/http';
import { createMockBackend, startMockBackend, type Fault, type MockBackend } from 'heygen-rx/mock-backend';
import { marbles, virtualClient } from 'heygen-rx/testing';
import { webhookReceiver } from 'heygen-rx/webhooks';
import { map, type Observable } from 'rxjs';

const fault: Fault = { kind: 'status', status: 503, on: 'create', times: 2, retryAfter: '2' };
const backend: MockBackend = createMockBackend({ processingMs: [10, 20], script: [fault] });

export const clients: readonly TranslationClient[] = [
  new TranslationClient({
    baseUrl: 'http://localhost',
    fetch: backend.request,
    paused$: pauseWhen(hidden$, offline$),
  }),
  new TranslationClient({
    transport: heygenApi({ apiKey: 'key' }),
    polling: { initialIntervalMs: 100, timeoutMs: 60_000 },
    circuitBreaker: new CircuitBreaker({ failureThreshold: 3 }),
    wake$: webhookReceiver({ secret: 'secret' }).wake$,
  }),
  virtualClient({ jobs: { 'job-1': 'p 9ms c' } }),
];

const http = new HttpClient({ baseUrl: 'https://dubs.example.com' });

export const dubs: Transport = {
  create: ({ video }, idempotencyKey) =>
    http
      .send('POST', ['dubs'], { body: { video }, idempotencyKey })
      .pipe(map(response => response.text('id'))),
  status: jobId =>
    http
      .send('GET', ['dubs', jobId], { jobId })
      .pipe(map((response): StatusReport => ({ jobId, status: response.text('state') }))),
};

export const videoOf = (job: JobSnapshot): string | undefined =>
  job.status === 'completed' ? job.result.videoUrl : undefined;

export const batch$ = (client: TranslationClient): Observable<BatchSnapshot> =>
  client.translateBatch([{ video: 'https://example.com/talk.mp4', outputLanguages: ['French', 'German'] }]);

export const reasonOf = (error: unknown): string =>
  isTranslationError(error) ? `${error.name} ${error.jobId ?? ''}` : 'unknown';

export async function durably(database: Database): Promise<void> {
  const worker = new DurableWorker({ engine: postgresEngine({ database }), transport: dubs }).start();
  durableClient({ engine: memoryEngine() }).watch('job-1').subscribe();
  await worker.stop();
}

export const url = async (): Promise<string> => (await startMockBackend({ port: 0 })).url;

marbles(({ expectObservable }) => {
  expectObservable(virtualClient().watch('job-1')).toBe('p');
});
