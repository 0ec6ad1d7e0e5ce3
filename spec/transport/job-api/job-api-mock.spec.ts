import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { jobApi } from '../../../lib/transport/job-api/job-api.js';
import { bulkFailureOf } from '../../../lib/policy/bulk/bulk-failure.js';
import { createMockBackend, type Fault } from '../../../mock-backend/index.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { serving, STALLED_MS } from '../../helpers/serving.js';

describe('the job API of the mock backend, over HTTP', () => {
  const apiOf = (baseUrl: string) => jobApi({ baseUrl });
  /** The API for the request that meets a fault: some answers never end. */
  const apiFor = (baseUrl: string, { kind }: Fault) =>
    /^stall|^drip/.test(kind)
      ? jobApi({ baseUrl, requestTimeoutMs: STALLED_MS, createTimeoutMs: STALLED_MS })
      : apiOf(baseUrl);

  it.concurrent.each<[Fault, object]>([
    [
      { kind: 'status', status: 500 },
      { name: 'ServerError', status: 500 },
    ],
    [
      { kind: 'status', status: 503, retryAfter: 5 },
      { name: 'ServerError', retryAfterMs: 5000 },
    ],
    [{ kind: 'status', status: 503, retryAfter: { dateInMs: 5000 } }, { retryAfterMs: expect.any(Number) }],
    [
      { kind: 'status', status: 429, retryAfter: 1 },
      { name: 'RateLimitError', retryAfterMs: 1000 },
    ],
    [{ kind: 'status', status: 429, retryAfter: '-1' }, { name: 'RateLimitError' }],
    [
      { kind: 'status', status: 401 },
      { name: 'AuthenticationError', status: 401 },
    ],
    [
      { kind: 'status', status: 404 },
      { name: 'JobNotFoundError', status: 404 },
    ],
    [{ kind: 'html' }, { name: 'ProtocolError', status: 200 }],
    [
      { kind: 'html', status: 502 },
      { name: 'ServerError', status: 502 },
    ],
    [{ kind: 'empty' }, { name: 'ProtocolError', status: 200 }],
    [
      { kind: 'empty', status: 204 },
      { name: 'ProtocolError', status: 204 },
    ],
    [
      { kind: 'redirect', to: 'self' },
      { name: 'RequestError', code: 'redirect' },
    ],
    [{ kind: 'reset' }, { name: 'NetworkError' }],
    [{ kind: 'end' }, { name: 'NetworkError' }],
    [{ kind: 'stall' }, { name: 'NetworkError', code: 'timeout' }],
    [{ kind: 'reset-body' }, { name: 'NetworkError' }],
    [{ kind: 'end-body' }, { name: 'NetworkError' }],
    [{ kind: 'stall-body' }, { name: 'NetworkError', code: 'timeout' }],
    [{ kind: 'drip' }, { name: 'NetworkError', code: 'timeout' }],
    [{ kind: 'cut-json' }, { name: 'ProtocolError', status: 200 }],
    [{ kind: 'deep-json' }, { name: 'ProtocolError', status: 200 }],
    [{ kind: 'huge' }, { name: 'ProtocolError', status: 200 }],
    [
      { kind: 'huge', gzip: true },
      { name: 'ProtocolError', status: 200 },
    ],
    [{ kind: 'bad-gzip' }, { name: 'NetworkError' }],
    [{ kind: 'big-headers' }, { name: 'NetworkError' }],
    [{ kind: 'garbage' }, { name: 'NetworkError' }],
    [{ kind: 'two-lengths' }, { name: 'NetworkError' }],
    [{ kind: 'switching' }, { name: 'NetworkError' }],
  ])('a poll that meets %j fails as %j, and the next succeeds', async (fault, expected) => {
    await using backend = await serving({ script: [fault] });
    const { id: jobId } = backend.app.jobs.create();
    expect(await errorOf(apiFor(backend.url, fault).status(jobId))).toMatchObject({ jobId, ...expected });
    expect(await firstValueFrom(apiOf(backend.url).status(jobId))).toMatchObject({
      jobId,
      status: 'pending',
    });
  });

  it.each<Fault>([{ kind: 'pass' }, { kind: 'bom' }, { kind: 'informational', status: 103 }])(
    'a poll survives %j',
    async fault => {
      await using backend = await serving({ script: [fault], progress: true });
      const { id: jobId } = backend.app.jobs.create();
      const [report] = (await outcomeOf(apiOf(backend.url).status(jobId))) as object[];
      expect(report).toMatchObject({ jobId, status: 'pending', progress: expect.any(Number) });
    },
  );

  it.concurrent.each<[Fault, string]>([
    [{ kind: 'reset', when: 'after' }, 'NetworkError'],
    [{ kind: 'stall', when: 'after' }, 'NetworkError'],
    [{ kind: 'end-body' }, 'NetworkError'],
    [{ kind: 'cut-json' }, 'ProtocolError'],
    [{ kind: 'status', status: 503, when: 'after' }, 'ServerError'],
  ])('a create whose response is lost to %j creates no second job with its key', async (fault, name) => {
    await using backend = await serving({ script: [fault] });
    const key = `key-${fault.kind}`;
    expect(await errorOf(apiFor(backend.url, fault).create({}, key))).toMatchObject({
      name,
      idempotencyKey: key,
    });
    const api = apiOf(backend.url);
    const again = await firstValueFrom(api.create({}, key));
    expect(await firstValueFrom(api.create({}, key))).toBe(again);
    expect(backend.app.jobs.size).toBe(1);
  });

  it('a create still in progress gets 409 request_in_progress', async () => {
    const slow = createMockBackend({ createMs: 30 });
    const slowApi = jobApi({ baseUrl: 'http://localhost', fetch: slow.request });
    const first = firstValueFrom(slowApi.create({}, 'k'));
    const error = await errorOf(slowApi.create({}, 'k'));
    expect(error).toMatchObject({ name: 'ServerError', status: 409, code: 'request_in_progress' });
    const jobId = await first;
    expect(await firstValueFrom(slowApi.create({}, 'k'))).toBe(jobId);
  });
});

describe('without a port', () => {
  it('a job runs from creation to completion', async () => {
    let now = 0;
    const app = createMockBackend({ now: () => now, progress: true });
    const api = jobApi({ baseUrl: 'http://localhost', fetch: app.request });
    const [good, bad] = (await outcomeOf(
      api.create({ outputLanguages: ['German', 'French'], processingMs: 1000 }, 'k'),
    )) as string[];
    const failing = await firstValueFrom(api.create({ processingMs: 1000, outcome: 'error' }, 'k2'));
    now = 250;
    expect(await firstValueFrom(api.status(good!))).toEqual({
      jobId: good,
      status: 'pending',
      progress: 0.25,
    });
    now = 1000;
    expect(await firstValueFrom(api.statuses!([bad!, failing, 'nobody']))).toEqual([
      { jobId: bad, status: 'completed', result: {} },
      {
        jobId: failing,
        status: 'error',
        failure: { code: 'translation_failed', message: expect.any(String) },
      },
      { jobId: 'nobody', status: 'not_found' },
    ]);
    expect(await errorOf(api.status('nobody'))).toMatchObject({ name: 'JobNotFoundError', jobId: 'nobody' });
  });

  it.each([false, 404, 405, 501, 'ignored'] as const)('bulk %p is recognised', async bulk => {
    const app = createMockBackend({ bulk });
    const api = jobApi({ baseUrl: 'http://localhost', fetch: app.request });
    expect(bulkFailureOf(await errorOf(api.statuses!(['a', 'b'])))).toBe('no bulk call');
  });
});
