import { expect } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { firstValueFrom, lastValueFrom, retry, take } from 'rxjs';
import { TranslationClient, type BatchSnapshot, type ClientOptions } from 'heygen-rx';
import { startMockBackend, type MockBackendOptions, type RunningMockBackend } from 'heygen-rx/mock-backend';

const QUICK = {
  polling: { initialIntervalMs: 20, maxIntervalMs: 100, timeoutMs: 5000 },
  retry: { initialDelayMs: 10, maxDelayMs: 50 },
  requestTimeoutMs: 2000,
  createTimeoutMs: 2000,
} satisfies Partial<ClientOptions>;

const open: RunningMockBackend[] = [];
afterEach(async () => {
  for (const backend of open.splice(0)) await backend.close();
});

async function start(options: MockBackendOptions = {}, more: Partial<ClientOptions> = {}) {
  const backend = await startMockBackend({ processingMs: 150, seed: 1, ...options });
  open.push(backend);
  const client = new TranslationClient({ baseUrl: backend.url, ...QUICK, ...more } as ClientOptions);
  return { backend, client, requests: () => backend.app.stats.total };
}

const idle = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

describe('Nobody is billed twice', () => {
  it('when the answer to the create is lost', async () => {
    const { backend, client } = await start();
    backend.app.faults.push({ kind: 'reset', on: 'POST /job', when: 'after' });
    const jobId = await client.createJob({ video: 'https://example.com/a.mp4' });
    expect(backend.app.jobs.list().map(({ id }) => id)).toEqual([jobId]);
  });

  it('when translate is subscribed twice, retried and subscribed again', async () => {
    const { backend, client } = await start();
    const job$ = client.translate();
    // The first poll is refused: both continue with the same job.
    backend.app.faults.push({ kind: 'status', status: 401, on: 'GET /status' });
    const seen = await Promise.all([lastValueFrom(job$.pipe(retry(1))), lastValueFrom(job$.pipe(retry(1)))]);
    seen.push(await lastValueFrom(job$));
    expect(backend.app.stats.faults.status).toBe(1);
    expect(new Set(seen.map(({ jobId }) => jobId)).size).toBe(1);
    expect(backend.app.jobs.size).toBe(1);
  });

  it('when translate is unsubscribed during the create and subscribed again', async () => {
    const { backend, client } = await start({ createMs: 40 });
    const job$ = client.translate();
    const subscription = job$.subscribe();
    await idle(20);
    subscription.unsubscribe();
    expect(await lastValueFrom(job$)).toMatchObject({ status: 'completed' });
    expect(backend.app.jobs.size).toBe(1);
  });
});

describe('It ends', () => {
  it('at the deadline with the job id, when the server is down all the time', async () => {
    const { backend, client, requests } = await start(
      { processingMs: 60_000 },
      {
        polling: { initialIntervalMs: 20, maxIntervalMs: 100, timeoutMs: 1500 },
        circuitBreaker: { failureThreshold: 3, resetTimeoutMs: 400 },
      },
    );
    const jobId = await client.createJob();
    expect(await client.getStatus(jobId)).toBe('pending');
    const before = requests();
    backend.app.faults.startOutage();
    const error: unknown = await lastValueFrom(client.watch(jobId)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'TimeoutError', jobId });
    // Three attempts open the circuit; then come probes at 400 and 1200 ms.
    expect(requests() - before).toBeGreaterThanOrEqual(4);
    expect(requests() - before).toBeLessThanOrEqual(6);
  });

  it('at the deadline with the last snapshot, when the server goes down during the watch', async () => {
    const { backend, client } = await start(
      { processingMs: 60_000 },
      { polling: { initialIntervalMs: 20, maxIntervalMs: 50, timeoutMs: 1500 } },
    );
    const jobId = await client.createJob();
    const job$ = client.watch(jobId);
    const watched = lastValueFrom(job$).catch((thrown: unknown) => thrown);
    await firstValueFrom(job$);
    await backend.close();
    expect(await watched).toMatchObject({
      name: 'TimeoutError',
      jobId,
      snapshot: { jobId, status: 'pending' },
    });
  });
});

describe('Unsubscribing stops everything at once', () => {
  it('no request is sent afterwards', async () => {
    const { client, requests } = await start({ processingMs: 60_000 });
    const jobIds = await client.createBatchJobs(5);
    const subscription = client.watchBatch(jobIds).subscribe();
    await idle(100);
    subscription.unsubscribe();
    const before = requests();
    await idle(250);
    expect(requests()).toBe(before);
  });

  it('the process exits by itself', async () => {
    const program = fileURLToPath(new URL('process-exits.ts', import.meta.url));
    // Its timers would keep it alive for 60 s and more.
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program], {
      timeout: 50_000,
    });
    expect(stdout).toBe('watching\nunsubscribed\n');
  });
});

describe('N subscribers cause one poll, N jobs N/100 requests', () => {
  it('with a batch of 250', async () => {
    const { backend, client } = await start(
      { processingMs: 600, bulk: true },
      {
        polling: { initialIntervalMs: 200, maxIntervalMs: 200, timeoutMs: 9000 },
        maxRequestsPerSecond: 1000,
      },
    );
    const jobIds = await client.createBatchJobs(250);
    const last: BatchSnapshot = await lastValueFrom(client.watchBatch(jobIds));
    expect(last.counts).toEqual({ pending: 0, running: 0, completed: 250, error: 0, lost: 0 });
    const { requests } = backend.app.stats;
    const polls = Object.entries(requests)
      .filter(([endpoint]) => endpoint.includes('status'))
      .reduce((sum, [, count]) => sum + count, 0);
    expect(polls).toBeLessThan(40);
  });

  it('or single requests where the server has no bulk call', async () => {
    const { client } = await start({ bulk: 404 }, { maxRequestsPerSecond: 1000 });
    const jobIds = await client.createBatchJobs(12);
    const last = await lastValueFrom(client.watchBatch(jobIds));
    expect(last.counts.completed).toBe(12);
  });
});

describe('with an app in the same process instead of a server', () => {
  it('creates and watches a job', async () => {
    const { backend } = await start();
    const client = new TranslationClient({
      baseUrl: 'http://localhost',
      fetch: backend.app.request,
      ...QUICK,
    });
    const seen = await firstValueFrom(client.translate().pipe(take(1)));
    expect(seen).toMatchObject({ polls: 0, status: 'pending' });
    expect(await client.waitForCompletion(seen.jobId)).toBe('completed');
  });
});
