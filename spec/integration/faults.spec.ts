import { expect } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { TranslationClient } from 'heygen-rx';
import type { Fault } from 'heygen-rx/mock-backend';
import { serving, STALLED_MS } from '../helpers/serving.js';

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

const title = (fault: Fault): string => JSON.stringify(fault);
const passing = PASSING.map(fault => [title(fault), fault] as const);
const final = FINAL.map(([fault, name]) => [title(fault), fault, name] as const);

/** A client with short intervals, since these jobs take a twentieth of a second; and with short limits, if the fault is an answer that never ends. */
const clientOf = (baseUrl: string, { kind }: Fault): TranslationClient =>
  new TranslationClient({
    baseUrl,
    polling: { initialIntervalMs: 10, maxIntervalMs: 20 },
    retry: { initialDelayMs: 5, maxDelayMs: 20 },
    ...(/^stall|^drip/.test(kind) && { requestTimeoutMs: STALLED_MS, createTimeoutMs: STALLED_MS }),
  });

describe('over HTTP', () => {
  it.concurrent.each(passing)('a watch survives %s', async (_title, fault) => {
    await using backend = await serving({ processingMs: 50 });
    const client = clientOf(backend.url, fault);
    const jobId = await client.createJob();
    backend.app.faults.push({ ...fault, on: 'GET /status' });
    expect(await lastValueFrom(client.watch(jobId))).toMatchObject({ status: 'completed' });
    expect(backend.app.stats.faults).toEqual({ [fault.kind]: 1 });
  });

  it.concurrent.each(passing)('a create survives %s, and makes one job', async (_title, fault) => {
    await using backend = await serving();
    backend.app.faults.push({ ...fault, on: 'POST /job' });
    const jobId = await clientOf(backend.url, fault).createJob();
    expect(backend.app.jobs.list().map(({ id }) => id)).toEqual([jobId]);
    expect(backend.app.stats.faults).toEqual({ [fault.kind]: 1 });
  });

  it.concurrent.each(final)('%s ends a watch at once, with the job id', async (_title, fault, name) => {
    await using backend = await serving();
    // Not created by this client: for a job that it has just created it would not accept a 404 yet.
    const { id: jobId } = backend.app.jobs.create();
    backend.app.faults.push({ ...fault, on: 'GET /status' });
    await expect(lastValueFrom(clientOf(backend.url, fault).watch(jobId))).rejects.toMatchObject({
      name,
      jobId,
    });
    expect(backend.app.stats.total).toBe(1);
  });
});
