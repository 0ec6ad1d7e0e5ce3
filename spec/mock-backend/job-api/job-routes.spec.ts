import { describe, expect, it } from '@jest/globals';
import { createMockBackend } from '../../../mock-backend/index.js';
import { until } from '../../helpers/until.js';

const backendAt = (clock: { at: number }, options: Parameters<typeof createMockBackend>[0] = {}) =>
  createMockBackend({ seed: 7, processingMs: 1000, now: () => clock.at, ...options });
type Backend = ReturnType<typeof createMockBackend>;

const get = async (backend: Backend, path: string) => {
  const response = await backend.request(path);
  return [response.status, (await response.json()) as unknown];
};
const post = (backend: Backend, body?: unknown, key?: string) =>
  backend.request('/job', {
    method: 'POST',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
const created = async (backend: Backend, body?: unknown, key?: string) => {
  const response = await post(backend, body, key);
  expect(response.status).toBe(201);
  return ((await response.json()) as { job_id: string }).job_id;
};

describe('POST /job', () => {
  it('needs no body', async () => {
    const backend = backendAt({ at: 0 });
    const id = await created(backend);
    expect(backend.jobs.list()).toMatchObject([{ id, createdAt: 0, endsAt: 1000, outcome: 'completed' }]);
  });

  it('keeps the request, and applies its mock options', async () => {
    const backend = backendAt({ at: 0 });
    const id = await created(backend, { language: 'de', speaker: 2, processingMs: 50, outcome: 'error' });
    expect(backend.jobs.get(id)).toMatchObject({
      endsAt: 50,
      outcome: 'error',
      request: { language: 'de', speaker: 2 },
    });
  });

  it.each([
    ['{"language":', 'the body must be a JSON object, got no JSON'],
    ['[]', 'the body must be a JSON object, got []'],
    ['{"language":5}', '`language` must be text, got 5'],
    ['{"outcome":"good"}', "`outcome` must be 'completed', 'error' or 'stuck', got \"good\""],
  ])('refuses %s', async (body, message) => {
    const backend = backendAt({ at: 0 });
    const response = await post(backend, body);
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: { code: 'invalid_parameter', message } },
    ]);
    expect(backend.jobs.created).toBe(0);
  });
});

describe('Idempotency-Key', () => {
  it('returns the same job for a day', async () => {
    const clock = { at: 0 };
    const backend = backendAt(clock);
    const first = await created(backend, {}, 'key:1');
    clock.at = 86_399_999;
    expect(await created(backend, {}, 'key:1')).toBe(first);
    expect(await created(backend, {}, 'key:2')).not.toBe(first);
    clock.at = 86_400_000;
    expect(await created(backend, {}, 'key:1')).not.toBe(first);
    expect(backend.jobs.created).toBe(3);
  });

  it('responds with 409 while the first request is in flight, although its job exists', async () => {
    const backend = backendAt({ at: 0 }, { createMs: 60_000 });
    const first = created(backend, {}, 'k');
    const second = await post(backend, {}, 'k');
    expect([second.status, await second.json()]).toMatchObject([
      409,
      { error: { code: 'request_in_progress' } },
    ]);
    expect(backend.jobs.created).toBe(1);
    backend.stop();
    const id = await first;
    expect(await created(backend, {}, 'k')).toBe(id);
  });

  it('ends a slow create when the backend stops', async () => {
    const backend = backendAt({ at: 0 }, { createMs: 60_000 });
    const slow = created(backend, {}, 'k');
    await until('the job is made', () => backend.jobs.size > 0);
    backend.stop();
    expect(await slow).toBe(backend.jobs.list()[0]!.id);
  });

  it.each([
    ['the order of fields', '{"video":{"url":"a","id":1},"language":"de"}', 201],
    ['white space', ' { "language": "de", "video": { "id": 1, "url": "a" } }', 201],
    ['a value', '{"language":"fr","video":{"id":1,"url":"a"}}', 422],
    ['a value further in', '{"language":"de","video":{"id":2,"url":"a"}}', 422],
    ['one more field', '{"language":"de","video":{"id":1,"url":"a"},"tags":[]}', 422],
    ['the outcome of the job', '{"language":"de","video":{"id":1,"url":"a"},"outcome":"error"}', 422],
    ['an empty body', '', 422],
  ])('refuses another body with 422: %s', async (_what, body, status) => {
    const backend = backendAt({ at: 0 });
    const first = await created(backend, { language: 'de', video: { id: 1, url: 'a' } }, 'k');
    const response = await post(backend, body, 'k');
    expect([response.status, await response.json()]).toEqual([
      status,
      status === 201
        ? { job_id: first }
        : {
            error: {
              code: 'idempotency_key_reused',
              message: 'This Idempotency-Key was used with another body.',
              param: 'Idempotency-Key',
            },
          },
    ]);
    expect(backend.jobs.created).toBe(1);
    expect(await created(backend, { language: 'de', video: { id: 1, url: 'a' } }, 'k')).toBe(first);
  });

  it('refuses another body with 422 while the first request is in flight, too', async () => {
    const backend = backendAt({ at: 0 }, { createMs: 60_000 });
    const first = created(backend, {}, 'k');
    expect((await post(backend, { language: 'de' }, 'k')).status).toBe(422);
    backend.stop();
    await first;
  });

  it('can be used again after a refused request', async () => {
    const backend = backendAt({ at: 0 });
    expect((await post(backend, '{', 'k')).status).toBe(400);
    await created(backend, {}, 'k');
  });

  it.each(['', 'a b', 'ä', 'x'.repeat(256)])('refuses the key %j', async key => {
    const response = await backendAt({ at: 0 }).request('/job', {
      method: 'POST',
      headers: { 'idempotency-key': key },
    });
    expect(response.status).toBe(400);
  });
});

describe('GET /status', () => {
  it('reports the status of a job', async () => {
    const clock = { at: 0 };
    const backend = backendAt(clock, { progress: true });
    const good = await created(backend);
    const bad = await created(backend, { outcome: 'error' });
    clock.at = 250;
    expect(await get(backend, `/status/${good}`)).toEqual([
      200,
      { job_id: good, result: 'pending', progress: 0.25 },
    ]);
    clock.at = 1000;
    expect(await get(backend, `/status?job_id=${good}`)).toEqual([
      200,
      { job_id: good, result: 'completed' },
    ]);
    const error = { code: 'translation_failed', message: 'The translation failed.' };
    expect(await get(backend, `/status/${bad}`)).toEqual([200, { job_id: bad, result: 'error', error }]);
  });

  it('reports no progress by default', async () => {
    const backend = backendAt({ at: 0 });
    const id = await created(backend);
    expect(await get(backend, `/status/${id}`)).toEqual([200, { job_id: id, result: 'pending' }]);
  });

  it('without an id reports the implicit job', async () => {
    const clock = { at: 0 };
    const backend = backendAt(clock);
    expect(await get(backend, '/status')).toEqual([200, { result: 'pending' }]);
    clock.at = 1000;
    expect(await get(backend, '/status')).toEqual([200, { result: 'completed' }]);
    expect(backend.jobs.created).toBe(0);
  });

  it('responds with 404 for an unknown id', async () => {
    const expected = [404, { error: { code: 'not_found', message: 'Job nobody does not exist.' } }];
    const backend = backendAt({ at: 0 });
    expect(await get(backend, '/status/nobody')).toEqual(expected);
    expect(await get(backend, '/status?job_id=nobody')).toEqual(expected);
  });
});

describe('GET /status?job_ids=', () => {
  it('reports each job, in the requested order', async () => {
    const backend = backendAt({ at: 0 });
    const [a, b] = [await created(backend), await created(backend)];
    expect(await get(backend, `/status?job_ids=${b},nobody,${a}`)).toEqual([
      200,
      {
        jobs: [
          { job_id: b, result: 'pending' },
          { job_id: 'nobody', result: 'not_found' },
          { job_id: a, result: 'pending' },
        ],
      },
    ]);
  });

  it.each([
    [0, 400],
    [1, 200],
    [100, 200],
    [101, 400],
  ])('with %i ids gets %i', async (count, status) => {
    const ids = Array.from({ length: count }, (_, index) => `id${index}`).join(',');
    expect((await backendAt({ at: 0 }).request(`/status?job_ids=${ids}`)).status).toBe(status);
  });

  it.each([
    [false, 404],
    [405, 405],
    [501, 501],
  ] as const)('with bulk: %s gets %i', async (bulk, status) => {
    expect((await backendAt({ at: 0 }, { bulk }).request('/status?job_ids=a')).status).toBe(status);
  });

  it('may be ignored, as by a server without a bulk call', async () => {
    expect(await get(backendAt({ at: 0 }, { bulk: 'ignored' }), '/status?job_ids=a')).toEqual([
      200,
      { result: 'pending' },
    ]);
  });
});

it('GET /health responds with 200, and unknown paths 404', async () => {
  const backend = backendAt({ at: 0 });
  expect(await get(backend, '/health')).toEqual([200, { status: 'ok' }]);
  expect(await get(backend, '/nowhere')).toMatchObject([404, { error: { code: 'not_found' } }]);
});

describe('the backend', () => {
  it('counts requests per endpoint', async () => {
    const backend = backendAt({ at: 0 });
    const id = await created(backend);
    for (const path of [
      '/status',
      `/status/${id}`,
      '/status/b',
      '/status?job_id=c',
      '/status?job_ids=a,b',
      '/x',
    ]) {
      await backend.request(path);
    }
    expect(backend.stats.requests).toEqual({
      'POST /job': 1,
      'GET /status': 1,
      'GET /status/:jobId': 2,
      'GET /status?job_id': 1,
      'GET /status?job_ids': 1,
      other: 1,
    });
    expect(backend.stats.total).toBe(7);
    expect(backend.stats.log).toEqual([]);
  });

  it('records and logs each request if enabled', async () => {
    const lines: string[] = [];
    const backend = backendAt(
      { at: 3_600_000 },
      {
        recordRequests: true,
        log: line => lines.push(line),
        script: [{ kind: 'reset' }, { kind: 'status', status: 503 }],
      },
    );
    await expect(backend.request('/status')).rejects.toThrow('fetch failed');
    await backend.request('/status/a?b=c', { headers: { 'x-api-key': 'secret' } });
    await backend.request('/health');
    expect(lines.map(line => line.replace(/\d+ ms/, '# ms'))).toEqual([
      '01:00:00.000 GET /status no response # ms (reset)',
      '01:00:00.000 GET /status/a?b=c 503 # ms (status)',
      '01:00:00.000 GET /health 200 # ms',
    ]);
    expect(backend.stats.log).toMatchObject([
      { method: 'GET', target: '/status', fault: 'reset' },
      { endpoint: 'GET /status/:jobId', status: 503, headers: { 'x-api-key': 'secret' } },
      { endpoint: 'GET /health', status: 200, at: 3_600_000 },
    ]);
    expect(backend.stats.faults).toEqual({ reset: 1, status: 1 });
  });

  it('dates its responses by its own clock', async () => {
    const response = await backendAt({ at: Date.UTC(2026, 0, 1) }).request('/status');
    expect(response.headers.get('date')).toBe('Thu, 01 Jan 2026 00:00:00 GMT');
  });
});
