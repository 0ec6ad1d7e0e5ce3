import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { take } from 'rxjs';
import { jobApi, heygenApi, TranslationClient, type Transport } from 'heygen-rx';
import { createMockBackend, type Fault, type MockBackend } from 'heygen-rx/mock-backend';

/** What can go wrong with a create. The first and the last still create the job. */
const FAULTS: readonly Fault[] = [
  { kind: 'reset', when: 'after' },
  { kind: 'status', status: 409, body: { error: { code: 'request_in_progress', message: 'wait' } } },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 503 },
  { kind: 'stall', when: 'after' },
];

/** Every order of up to `most` of them: 5 + 25 + 125. */
function orders(most: number): readonly (readonly Fault[])[] {
  if (most === 0) return [];
  const shorter = orders(most - 1);
  const longest = shorter.length === 0 ? [[]] : shorter.filter(({ length }) => length === most - 1);
  return [...shorter, ...longest.flatMap(order => FAULTS.map(fault => [...order, fault]))];
}

const TIMES = { requestTimeoutMs: 100, createTimeoutMs: 100 };

const DIALECTS: readonly (readonly [string, string, (backend: MockBackend) => Transport])[] = [
  [
    'the job API',
    'POST /job',
    ({ request }) => jobApi({ baseUrl: 'http://localhost', fetch: request, ...TIMES }),
  ],
  [
    'HeyGen',
    'POST /v3/video-translations',
    ({ request }) => heygenApi({ apiKey: 'key', baseUrl: 'http://localhost', fetch: request, ...TIMES }),
  ],
];

/** Time passes only where everything waits: a slow machine is not late. */
async function inVirtualTime<T>(work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const result = work.finally(() => over.abort());
  while (!over.signal.aborted) {
    // As many turns of the event loop as an answer takes.
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    await jest.advanceTimersByTimeAsync(2);
  }
  return result;
}

describe.each(DIALECTS)('a create at %s', (_name, on, transportOf) => {
  beforeAll(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
  afterAll(() => void jest.useRealTimers());

  it.each(
    FAULTS.map(
      fault => [fault.kind, fault.kind === 'status' ? fault.status : 'a connection', fault] as const,
    ),
  )('makes one job, whatever goes wrong and in whatever order: first %s of %s', async (_kind, _of, first) => {
    const all = orders(3).filter(([fault]) => fault === first);
    expect(all).toHaveLength(31);
    const results = all.map(async order => {
      const backend = createMockBackend({ processingMs: 60_000, seed: 1, heygen: { apiKey: 'key' } });
      const client = new TranslationClient({
        transport: transportOf(backend),
        retry: { initialDelayMs: 1, maxDelayMs: 2 },
        circuitBreaker: { failureThreshold: 100 },
      });
      backend.faults.push(...order.map(fault => ({ ...fault, on })));
      const jobId = await client.createJob({ video: 'https://example.com/v.mp4', outputLanguage: 'French' });
      const made = backend.jobs.list().map(({ id }) => id);
      backend.stop();
      return { order, made, jobId };
    });
    for (const { made, jobId } of await inVirtualTime(Promise.all(results))) expect(made).toEqual([jobId]);
  });
});

describe('a job deleted at the service', () => {
  it('ends its watch at the second 404, and is not polled again', async () => {
    const backend = createMockBackend({ processingMs: 60_000, seed: 1 });
    const client = new TranslationClient({
      baseUrl: 'http://localhost',
      fetch: backend.request,
      polling: { initialIntervalMs: 20, maxIntervalMs: 20 },
    });
    const jobIds = await client.createBatchJobs(3);
    const watched = client.waitForCompletion(jobIds[0]!);
    const others = client.watchBatch(jobIds.slice(1)).subscribe();
    await new Promise(resolve => client.watch(jobIds[0]!).pipe(take(1)).subscribe(resolve));
    backend.jobs.delete(jobIds[0]!);
    await expect(watched).rejects.toMatchObject({ name: 'JobNotFoundError', jobId: jobIds[0] });
    others.unsubscribe();
    const before = backend.stats.total;
    await new Promise(resolve => setTimeout(resolve, 120));
    expect(backend.stats.total).toBe(before);
  });
});
