import { afterEach, describe, expect, it } from '@jest/globals';
import {
  startMockBackend,
  type Fault,
  type MockBackendOptions,
  type RunningMockBackend,
} from '../../../../mock-backend/index.js';
import { send } from '../../support/send.js';

/** Faults seen in the field, over real HTTP, in both dialects. */

const clock = { at: 1_000_000 };
let backend: RunningMockBackend | undefined;
afterEach(() => backend?.close());

const start = async (options: MockBackendOptions = {}): Promise<RunningMockBackend> => {
  clock.at = 1_000_000;
  backend = await startMockBackend({ seed: 7, processingMs: 1000, now: () => clock.at, ...options });
  return backend;
};

type Json = Readonly<Record<string, unknown>>;

/** One dialect, from the client's side. `status` and `bulk` return status code and reports. */
const dialects = {
  'the job API': (running: RunningMockBackend) => {
    const get = async (path: string) => {
      const response = await fetch(running.url + path, { redirect: 'manual' });
      return { response, body: (await response.json().catch(() => ({}))) as Json };
    };
    return {
      create: async () => {
        const response = await fetch(`${running.url}/job`, { method: 'POST' });
        return ((await response.json()) as { job_id: string }).job_id;
      },
      single: async (id: string) => {
        const { response, body } = await get(`/status/${id}`);
        return [response.status, response.ok ? body.result : undefined, response.ok ? body : {}] as const;
      },
      bulk: async (...ids: readonly string[]) => {
        const { response, body } = await get(`/status?job_ids=${ids.join(',')}`);
        const jobs = (body.jobs ?? []) as Json[];
        return [response.status, jobs.map(job => job.result), jobs] as const;
      },
      open: 'pending',
      done: 'completed',
      openInBulk: 'pending',
    };
  },
  "HeyGen's dialect": (running: RunningMockBackend) => {
    const headers = { 'x-api-key': 'any', 'content-type': 'application/json' };
    const root = `${running.url}/v3/video-translations`;
    const get = async (path: string) => {
      const response = await fetch(root + path, { headers, redirect: 'manual' });
      return { response, body: (await response.json().catch(() => ({}))) as Json };
    };
    return {
      create: async () => {
        const body = JSON.stringify({
          video: { type: 'url', url: 'https://example.com/a.mp4' },
          output_languages: ['German'],
        });
        const response = await fetch(root, { method: 'POST', headers, body });
        const { data } = (await response.json()) as { data: { video_translation_ids: [string] } };
        return data.video_translation_ids[0];
      },
      single: async (id: string) => {
        const { response, body } = await get(`/${id}`);
        const data = (body.data ?? {}) as Json;
        return [response.status, data.status, data] as const;
      },
      bulk: async (...ids: readonly string[]) => {
        const { response, body } = await get(`/statuses?video_translation_ids=${ids.join(',')}`);
        const rows = (body.data ?? []) as Json[];
        return [response.status, rows.map(row => row.status), rows] as const;
      },
      open: 'running',
      done: 'completed',
      openInBulk: 'processing',
    };
  },
};

describe.each(Object.entries(dialects))('in %s', (_name, speak) => {
  const begin = async (options: MockBackendOptions = {}) => {
    const running = await start(options);
    return {
      ...speak(running),
      app: running.app,
      push: (...faults: Fault[]) => running.app.faults.push(...faults),
    };
  };

  it('one job breaks each bulk request that names it, and no other request', async () => {
    const { create, single, bulk, push, openInBulk, open } = await begin();
    const [good, bad] = [await create(), await create()];
    push({ kind: 'status', status: 403, on: 'bulk', job: bad, times: Infinity });
    expect((await bulk(good, bad))[0]).toBe(403);
    expect((await bulk(bad))[0]).toBe(403);
    expect((await bulk(good)).slice(0, 2)).toEqual([200, [openInBulk]]);
    expect((await single(bad)).slice(0, 2)).toEqual([200, open]);
  });

  it.each<[Fault, number]>([
    ...[403, 413, 414, 422, 431, 500, 503].map((status): [Fault, number] => [
      { kind: 'status', status, on: 'bulk', moreThan: 1, times: Infinity },
      status,
    ]),
    [{ kind: 'html', status: 502, on: 'bulk', moreThan: 1, times: Infinity }, 502],
  ])('bulk requests for more than one job meet %j', async (fault, status) => {
    const { create, bulk, push } = await begin();
    const [a, b] = [await create(), await create()];
    push(fault);
    expect([(await bulk(a, b))[0], (await bulk(a, b))[0], (await bulk(a))[0]]).toEqual([status, status, 200]);
  });

  it('bulk responses grow with the number of jobs', async () => {
    const { create, bulk, push } = await begin();
    const ids = [await create(), await create(), await create()];
    push({ kind: 'padded', bytes: 12_000, on: 'bulk', times: Infinity });
    const sizeOf = async (...some: string[]) => JSON.stringify((await bulk(...some))[2]).length;
    expect(await sizeOf(...ids)).toBeGreaterThan(36_000);
    expect(await sizeOf(...ids.slice(0, 1))).toBeLessThan(13_000);
  });

  it('status calls do not know a new job for a while', async () => {
    const { create, single, bulk, push, open, openInBulk } = await begin();
    const old = await create();
    push({ kind: 'replica-lag', ms: 500 });
    expect((await single(old))[0]).toBe(200);
    const fresh = await create();
    clock.at += 499;
    expect((await single(fresh))[0]).toBe(404);
    expect((await bulk(old, fresh))[1]).toEqual([openInBulk, 'not_found']);
    clock.at += 1;
    expect((await single(fresh)).slice(0, 2)).toEqual([200, open]);
    expect((await bulk(old, fresh))[1]).toEqual([openInBulk, openInBulk]);
    expect((await single(await create()))[0]).toBe(200);
  });

  it('status calls report the end late', async () => {
    const { create, single, bulk, push, open, openInBulk, done } = await begin();
    push({ kind: 'early-webhook', ms: 200, on: 'create' });
    const [late, other] = [await create(), await create()];
    clock.at += 1199;
    expect([(await single(late))[1], (await single(other))[1]]).toEqual([open, done]);
    expect((await bulk(late, other))[1]).toEqual([openInBulk, done]);
    clock.at += 1;
    expect([(await single(late))[1], (await bulk(late))[1]]).toEqual([done, [done]]);
  });

  it('status words are unknown, or in odd case', async () => {
    const { create, single, bulk, push, done } = await begin();
    const [a, b] = [await create(), await create()];
    push({ kind: 'words', words: 'canceled', on: 'single' });
    expect([(await single(a))[1], (await single(a))[1] === 'canceled']).toEqual(['canceled', false]);
    clock.at += 1000;
    push({ kind: 'words', words: { completed: 'COMPLETED' }, times: 2 });
    expect([(await single(a))[1], (await bulk(a, b))[1]]).toEqual(['COMPLETED', ['COMPLETED', 'COMPLETED']]);
    push({ kind: 'words', words: 'expired', on: 'bulk', job: b });
    expect((await bulk(a, b))[1]).toEqual([done, 'expired']);
  });

  it('a report lacks its status or its id, or has odd fields', async () => {
    const { create, single, bulk, push } = await begin();
    const [a, b] = [await create(), await create()];
    push({ kind: 'report', drop: ['status', 'result'], on: 'single' });
    expect((await single(a)).slice(0, 2)).toEqual([200, undefined]);
    push({ kind: 'report', set: { progress: 40 }, drop: ['job_id', 'id'], on: 'single' });
    const [, , report] = await single(a);
    expect(report).toMatchObject({ progress: 40 });
    expect([report.job_id, report.id]).toEqual([undefined, undefined]);
    push({ kind: 'report', set: { progress: '40 %' }, on: 'bulk', job: b });
    expect((await bulk(a, b))[2].map(row => row.progress)).toEqual([undefined, '40 %']);
  });

  it('creates and refusals are not changed', async () => {
    const { create, single, push, app } = await begin();
    push({ kind: 'words', words: 'x', times: Infinity });
    expect(app.jobs.get(await create())).toBeDefined();
    expect((await single('nobody'))[0]).toBe(404);
  });

  it('malformed reports last for a while', async () => {
    const { create, single, push, open } = await begin({ processingMs: 60_000 });
    const id = await create();
    for (const fault of [
      { kind: 'html', forMs: 2000 },
      { kind: 'status', status: 200, body: {}, forMs: 2000 },
      { kind: 'status', status: 200, body: [], forMs: 2000 },
      { kind: 'empty', forMs: 2000 },
    ] as const) {
      push({ ...fault, on: 'single' });
      expect((await single(id)).slice(0, 2)).toEqual([200, undefined]);
      clock.at += 1999;
      expect((await single(id))[1]).toBeUndefined();
      clock.at += 1;
      expect((await single(id))[1]).toBe(open);
    }
  });

  it('a create hangs, loses its response although the job exists, and is then refused', async () => {
    const { create, app, push } = await begin();
    push(
      { kind: 'reset', on: 'create', when: 'after' },
      { kind: 'status', status: 409, code: 'conflict', on: 'create' },
    );
    await expect(create()).rejects.toThrow('fetch failed');
    expect(app.jobs.created).toBe(1);
    expect(await create().catch(() => undefined)).toBeUndefined();
    expect(app.jobs.created).toBe(1);
    expect(app.stats.faults).toEqual({ reset: 1, status: 1 });
  });
});

describe('an early webhook', () => {
  it('arrives before the status call reports the end', async () => {
    const urls: string[] = [];
    const running = await start({
      heygen: {
        webhooks: {
          url: 'http://me.test/hook',
          fetch: url => {
            urls.push(url);
            return new Response(null, { status: 200 });
          },
        },
      },
      script: [{ kind: 'early-webhook', ms: 200 }],
    });
    const { create, single } = dialects["HeyGen's dialect"](running);
    const id = await create();
    clock.at += 1000;
    await running.app.webhooks.deliverDue();
    expect([urls.length, (await single(id))[1]]).toEqual([1, 'running']);
    clock.at += 200;
    expect((await single(id))[1]).toBe('completed');
  });

  it('is sent even if status calls do not know the job yet', async () => {
    let sent = 0;
    const running = await start({
      heygen: {
        webhooks: { url: 'http://me.test/hook', fetch: () => new Response(String((sent += 1))) },
      },
      script: [{ kind: 'replica-lag', ms: 5000 }],
    });
    await dialects["HeyGen's dialect"](running).create();
    await running.app.webhooks.deliverDue();
    clock.at += 1000;
    await running.app.webhooks.deliverDue();
    expect(sent).toBe(1);
  });
});

describe('the job API', () => {
  it('reports progress in percent', async () => {
    const { url, app } = await start({ progress: true });
    const { id } = app.jobs.create();
    clock.at += 250;
    app.faults.push({ kind: 'percent' });
    expect(await (await fetch(`${url}/status/${id}`)).json()).toMatchObject({ progress: 25 });
    expect(await (await fetch(`${url}/status/${id}`)).json()).toMatchObject({ progress: 0.25 });
  });

  it('redirects to a login page', async () => {
    const { url, app } = await start();
    app.faults.push({ kind: 'redirect' }, { kind: 'redirect', status: 307 }, { kind: 'redirect' });
    for (const status of [302, 307]) {
      const response = await fetch(`${url}/status`, { redirect: 'manual' });
      expect([response.status, response.headers.get('location')]).toEqual([status, '/login']);
    }
    const followed = await fetch(`${url}/status`);
    expect([followed.status, followed.url, followed.headers.get('content-type')]).toEqual([
      200,
      `${url}/login`,
      'text/html; charset=utf-8',
    ]);
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [407, 'proxy_authentication_required'],
    [410, 'gone'],
  ])('refuses once with %i', async (status, code) => {
    const { url, app } = await start();
    app.faults.push({ kind: 'status', status });
    // Not with `fetch`, which treats a 407 as a network error.
    const first = await send(`${url}/status`);
    expect([first.status, JSON.parse(first.body)]).toMatchObject([status, { error: { code } }]);
    expect((await fetch(`${url}/status`)).status).toBe(200);
  });

  it.each([
    ['its own clock', { now: () => Date.UTC(2026, 0, 1) }],
    ['the time of day', { now: undefined }],
  ])('sends a date in Retry-After without a Date header, by %s', async (_clock, options) => {
    const { url, app } = await start(options);
    app.faults.push({ kind: 'status', status: 429, retryAfter: { dateInMs: 5000 }, withoutDate: true });
    const { headers } = await fetch(`${url}/status`);
    expect([headers.get('date'), Date.parse(headers.get('retry-after') ?? '')]).toEqual([
      null,
      expect.any(Number),
    ]);
    expect((await fetch(`${url}/status`)).headers.get('date')).not.toBeNull();
  });

  it.each([
    ['10.0', '10.0'],
    [3600, '3600'],
  ])('sends Retry-After: %s', async (retryAfter, expected) => {
    const { url, app } = await start();
    app.faults.push({ kind: 'status', status: 429, retryAfter });
    expect((await fetch(`${url}/status`)).headers.get('retry-after')).toBe(expected);
  });
});
