import { expect } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { TranslationClient, type ClientOptions } from 'heygen-rx';
import { startMockBackend, type Fault, type RunningMockBackend } from 'heygen-rx/mock-backend';

/** Short intervals, since these jobs take a tenth of a second. */
const QUICK = {
  polling: { initialIntervalMs: 20, maxIntervalMs: 40, timeoutMs: 5000 },
  retry: { initialDelayMs: 5, maxDelayMs: 20 },
  requestTimeoutMs: 150,
  createTimeoutMs: 150,
} satisfies Partial<ClientOptions>;

/** Faults that say nothing about the job: a watch survives each. */
const PASSING: readonly Fault[] = [
  { kind: 'status', status: 408 },
  { kind: 'status', status: 425 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 429, retryAfter: 0 },
  { kind: 'status', status: 429, retryAfter: '-1' },
  { kind: 'status', status: 429, retryAfter: 'soon' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 503, retryAfter: { dateInMs: -60_000 } },
  { kind: 'status', status: 504 },
  { kind: 'html' },
  { kind: 'html', status: 502 },
  { kind: 'empty' },
  { kind: 'empty', status: 204 },
  { kind: 'cut-json' },
  { kind: 'reset' },
  { kind: 'end' },
  { kind: 'stall' },
  { kind: 'reset-body' },
  { kind: 'end-body' },
  { kind: 'stall-body' },
  { kind: 'drip', everyMs: 50 },
  { kind: 'delay', ms: 30 },
  { kind: 'bom' },
  { kind: 'deep-json' },
  { kind: 'huge' },
  { kind: 'huge', gzip: true },
  { kind: 'bad-gzip' },
  { kind: 'big-headers' },
  { kind: 'garbage' },
  { kind: 'two-lengths' },
  { kind: 'informational', status: 100 },
  { kind: 'informational', status: 103 },
  { kind: 'switching' },
  { kind: 'status', status: 999 },
];

/** Faults that are final for this request. */
const FINAL: readonly (readonly [Fault, string])[] = [
  [{ kind: 'status', status: 400 }, 'RequestError'],
  [{ kind: 'status', status: 401 }, 'AuthenticationError'],
  [{ kind: 'status', status: 402 }, 'QuotaError'],
  [{ kind: 'status', status: 403 }, 'AuthenticationError'],
  [{ kind: 'status', status: 404 }, 'JobNotFoundError'],
  [{ kind: 'status', status: 501 }, 'RequestError'],
  [{ kind: 'redirect', to: 'self' }, 'RequestError'],
  [{ kind: 'redirect', to: 'http://127.0.0.1:9/', status: 307 }, 'RequestError'],
];

let backend: RunningMockBackend;
let client: TranslationClient;

beforeAll(async () => {
  backend = await startMockBackend({ processingMs: 100, seed: 1 });
  client = new TranslationClient({ baseUrl: backend.url, ...QUICK });
});
afterAll(() => backend.close());
afterEach(() => backend.app.faults.clear());

const title = (fault: Fault): string => JSON.stringify(fault);

describe('over HTTP', () => {
  it.each(PASSING.map(fault => [title(fault), fault] as const))(
    'a watch survives %s',
    async (_title, fault) => {
      const jobId = await client.createJob();
      backend.app.faults.push({ ...fault, on: 'GET /status' });
      const met = backend.app.stats.faults[fault.kind] ?? 0;
      expect(await lastValueFrom(client.watch(jobId))).toMatchObject({ status: 'completed' });
      expect(backend.app.stats.faults[fault.kind]).toBe(met + 1);
    },
  );

  it.each(PASSING.map(fault => [title(fault), fault] as const))(
    'a create survives %s, and makes one job',
    async (_title, fault) => {
      const before = backend.app.jobs.size;
      backend.app.faults.push({ ...fault, on: 'POST /job' });
      const jobId = await client.createJob();
      expect(backend.app.jobs.size).toBe(before + 1);
      expect(backend.app.jobs.get(jobId)).toBeDefined();
    },
  );

  it.each(FINAL.map(([fault, name]) => [title(fault), fault, name] as const))(
    '%s ends a watch at once, with the job id',
    async (_title, fault, name) => {
      // Created by another client: for a job it has just created itself, this one would not accept a 404 yet.
      const jobId = await new TranslationClient({ baseUrl: backend.url }).createJob();
      backend.app.faults.push({ ...fault, on: 'GET /status' });
      const before = backend.app.stats.total;
      await expect(lastValueFrom(client.watch(jobId))).rejects.toMatchObject({ name, jobId });
      expect(backend.app.stats.total).toBe(before + 1);
    },
  );
});
