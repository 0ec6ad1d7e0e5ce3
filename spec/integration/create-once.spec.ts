import { expect } from '@jest/globals';
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

/** Every order of up to `most` of them: 5 + 25 + 125 + 625. */
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

/** Backends that run in parallel, each with its share of the orders. */
const LANES = 20;

describe.each(DIALECTS)('a create at %s', (_name, on, transportOf) => {
  // A test for each fault that comes first, so that none takes long on a slow machine.
  it.each(
    FAULTS.map(
      fault => [fault.kind, fault.kind === 'status' ? fault.status : 'a connection', fault] as const,
    ),
  )('makes one job, whatever goes wrong and in whatever order: first %s of %s', async (_kind, _of, first) => {
    const all = orders(4).filter(([fault]) => fault === first);
    expect(all).toHaveLength(156);
    const lanes = Array.from({ length: LANES }, async (_, lane) => {
      const backend = createMockBackend({
        processingMs: 60_000,
        seed: 1,
        heygen: { apiKey: 'key', concurrency: 1000 },
      });
      const client = new TranslationClient({
        transport: transportOf(backend),
        // More than the faults need: an answer may be too late on a slow machine.
        retry: { initialDelayMs: 1, maxDelayMs: 2, maxAttempts: 9 },
        circuitBreaker: { failureThreshold: 100 },
      });
      const wrong: object[] = [];
      for (const order of all.filter((_order, i) => i % LANES === lane)) {
        const before = new Set(backend.jobs.list().map(({ id }) => id));
        backend.faults.push(...order.map(fault => ({ ...fault, on })));
        const jobId = await client.createJob({
          video: 'https://example.com/v.mp4',
          outputLanguage: 'French',
        });
        const made = backend.jobs.list().filter(({ id }) => !before.has(id));
        if (made.length !== 1 || made[0]?.id !== jobId) wrong.push({ order, made, jobId });
      }
      backend.stop();
      return wrong;
    });
    expect((await Promise.all(lanes)).flat()).toEqual([]);
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
