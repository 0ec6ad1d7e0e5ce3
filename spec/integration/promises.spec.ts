import { expect } from '@jest/globals';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { firstValueFrom, lastValueFrom, retry } from 'rxjs';
import { fixed, TranslationClient, type ClientOptions } from 'heygen-rx';
import {
  createMockBackend,
  startMockBackend,
  type MockBackendOptions,
  type RunningMockBackend,
} from 'heygen-rx/mock-backend';
import { root } from '../helpers/fences.js';
import { RequestTime } from '../helpers/request-time.js';
import { until } from '../helpers/until.js';

const open: RunningMockBackend[] = [];
afterEach(async () => {
  for (const backend of open.splice(0)) await backend.close();
});

/** A client of a backend that it reaches over HTTP, both in virtual time. */
async function start(options: MockBackendOptions = {}, more: Partial<ClientOptions> = {}) {
  const time = new RequestTime();
  const backend = await startMockBackend({
    processingMs: 10_000,
    seed: 1,
    now: () => time.now(),
    ...options,
  });
  open.push(backend);
  const client = new TranslationClient({
    baseUrl: backend.url,
    fetch: time.fetch,
    scheduler: time,
    ...more,
  } as ClientOptions);
  return { backend, client, time, requests: () => backend.app.stats.total };
}

describe('Nobody pays twice', () => {
  it('when the response to the create is lost', async () => {
    const { backend, client, time } = await start();
    backend.app.faults.push({ kind: 'reset', on: 'POST /job', when: 'after' });
    const jobId = await time.until(client.createJob({ video: 'https://example.com/a.mp4' }));
    expect(backend.app.jobs.list().map(({ id }) => id)).toEqual([jobId]);
  });

  it('when translate is subscribed twice, retried and subscribed again', async () => {
    const { backend, client, time } = await start();
    const job$ = client.translate();
    // The first poll is refused: both continue with the same job.
    backend.app.faults.push({ kind: 'status', status: 401, on: 'GET /status' });
    const seen = await time.until(
      Promise.all([lastValueFrom(job$.pipe(retry(1))), lastValueFrom(job$.pipe(retry(1)))]),
    );
    seen.push(await time.until(lastValueFrom(job$)));
    expect(backend.app.stats.faults.status).toBe(1);
    expect(new Set(seen.map(({ jobId }) => jobId)).size).toBe(1);
    expect(backend.app.jobs.size).toBe(1);
  });

  it('when translate is unsubscribed during the create and subscribed again', async () => {
    const { backend, client, time } = await start({ createMs: 40 });
    const job$ = client.translate();
    const subscription = job$.subscribe();
    await until('the create is sent', () => backend.app.stats.requests['POST /job'] === 1);
    subscription.unsubscribe();
    expect(await time.until(lastValueFrom(job$))).toMatchObject({ status: 'completed' });
    expect(backend.app.stats.requests['POST /job']).toBeGreaterThan(1);
    expect(backend.app.jobs.size).toBe(1);
  });
});

describe('It ends', () => {
  it('at the deadline with the job id, when the server is down all the time', async () => {
    const { backend, client, time, requests } = await start(
      { processingMs: 60_000 },
      {
        polling: { initialIntervalMs: 20, maxIntervalMs: 100, timeoutMs: 1500 },
        retry: { initialDelayMs: 10, maxDelayMs: 50 },
        circuitBreaker: { failureThreshold: 3, resetTimeoutMs: 400 },
      },
    );
    const jobId = await time.until(client.createJob());
    expect(await time.until(client.getStatus(jobId))).toBe('pending');
    const before = requests();
    backend.app.faults.startOutage();
    const error: unknown = await time.until(
      lastValueFrom(client.watch(jobId)).catch((thrown: unknown) => thrown),
    );
    expect(error).toMatchObject({ name: 'TimeoutError', jobId });
    // Three attempts open the circuit; then come probes at 400 and 1200 ms.
    expect(requests() - before).toBe(5);
  });

  it('at the deadline with the last snapshot, when the server goes down during the watch', async () => {
    const { backend, client, time } = await start({ processingMs: 3_600_000 });
    const jobId = await time.until(client.createJob());
    const job$ = client.watch(jobId);
    const watched = lastValueFrom(job$).catch((thrown: unknown) => thrown);
    await time.until(firstValueFrom(job$));
    await backend.close();
    expect(await time.until(watched)).toMatchObject({
      name: 'TimeoutError',
      jobId,
      snapshot: { jobId, status: 'pending' },
    });
  });
});

describe('Unsubscribing stops everything at once', () => {
  it('no request is sent afterwards', async () => {
    const { client, time, requests } = await start({ processingMs: 3_600_000 });
    const jobIds = await time.until(client.createBatchJobs(5));
    const subscription = client.watchBatch(jobIds).subscribe();
    const created = requests();
    await time.pass(60_000);
    expect(requests()).toBeGreaterThan(created);
    subscription.unsubscribe();
    const before = requests();
    await time.pass(600_000);
    expect(requests()).toBe(before);
  });

  it('the process exits by itself', async () => {
    const outfile = join(root, '.cache', 'programs-of-specs', 'process-exits.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL('process-exits.ts', import.meta.url))],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
    });
    // Its timers would keep it alive for an hour.
    const { stdout } = await promisify(execFile)(process.execPath, [outfile], { timeout: 110_000 });
    expect(stdout).toBe('watching\nunsubscribed\n');
  });
});

describe('N subscribers cause one poll, N jobs N/100 requests', () => {
  it('with a batch of 250', async () => {
    const { backend, client, time, requests } = await start(
      { bulk: true },
      { polling: { strategy: fixed(4000) } },
    );
    const jobIds = Array.from({ length: 250 }, () => backend.app.jobs.create().id);
    const batch$ = client.watchBatch(jobIds);
    const batches = await time.until(Promise.all([1, 2, 3].map(() => lastValueFrom(batch$))));
    for (const { counts } of batches)
      expect(counts).toEqual({ pending: 0, running: 0, completed: 250, error: 0, lost: 0 });
    // Polls at 0, 4, 8 and 12 s, with three requests each.
    expect(requests()).toBe(12);
  });

  it('or single requests where the server has no bulk call', async () => {
    const { client, time } = await start({ bulk: 404 });
    const jobIds = await time.until(client.createBatchJobs(12));
    const last = await time.until(lastValueFrom(client.watchBatch(jobIds)));
    expect(last.counts.completed).toBe(12);
  });
});

describe('with an app in the same process instead of a server', () => {
  it('creates and watches a job', async () => {
    const backend = createMockBackend({ processingMs: 50, seed: 1 });
    const client = new TranslationClient({
      baseUrl: 'http://localhost',
      fetch: backend.request,
      polling: { initialIntervalMs: 20 },
    });
    const seen = await firstValueFrom(client.translate());
    expect(seen).toMatchObject({ polls: 0, status: 'pending' });
    expect(await client.waitForCompletion(seen.jobId)).toBe('completed');
  });
});
