import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createMockBackend,
  dashboard,
  startMockBackend,
  type MockBackend,
  type MockBackendOptions,
  type RunningMockBackend,
} from '../../../mock-backend/index.js';

const clock = { at: 1000 };
const backendOf = (options: MockBackendOptions = {}): MockBackend => {
  clock.at = 1000;
  return createMockBackend({ seed: 7, now: () => clock.at, dashboard, ...options });
};

const read = async (backend: MockBackend, path: string): Promise<unknown> =>
  (await backend.request(path)).json();

const change = (backend: MockBackend, faults: unknown): Response | Promise<Response> =>
  backend.request('/control/faults', { method: 'PATCH', body: JSON.stringify(faults) });

describe('GET /control', () => {
  it('returns the current faults and the number of jobs', async () => {
    const backend = backendOf({ faults: 0.2, latencyMs: 5 });
    backend.jobs.create({ processingMs: 10 });
    backend.jobs.create({ processingMs: 500 });
    clock.at = 1100;
    expect(await read(backend, '/control')).toEqual({
      now: 1100,
      seed: 7,
      faults: { share: 0.2, latency_ms: 5, outage: false, script: 0 },
      jobs: { created: 2, open: 1 },
      requests: { other: 1 },
    });
  });

  it('is exempt from faults and not cached', async () => {
    const backend = backendOf();
    backend.faults.startOutage({ as: { kind: 'reset' } });
    const response = await backend.request('/control');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('GET /control/jobs', () => {
  it('returns when each job ends: of all jobs, of those that ended since a time, or of open ones', async () => {
    const backend = backendOf();
    const [early, late, open] = [100, 200, 900].map(processingMs => backend.jobs.create({ processingMs }));
    const stuck = backend.jobs.create({ outcome: 'stuck' });
    clock.at = 1300;
    const ids = async (query: string) => {
      const { jobs } = (await read(backend, `/control/jobs${query}`)) as { jobs: { job_id: string }[] };
      return jobs.map(job => job.job_id);
    };
    expect(await ids('')).toEqual([early!.id, late!.id, open!.id, stuck.id]);
    expect(await ids('?ended_since=1100')).toEqual([late!.id]);
    expect(await ids('?open')).toEqual([open!.id, stuck.id]);
    expect(await read(backend, '/control/jobs?ended_since=1100')).toEqual({
      now: 1300,
      jobs: [{ job_id: late!.id, created_at: 1000, ends_at: 1200, outcome: 'completed' }],
    });
    expect(await read(backend, '/control/jobs?ended_since=soon')).toEqual({
      error: {
        code: 'invalid_parameter',
        message: 'Cannot list jobs: `ended_since` must be epoch ms, got "soon"',
      },
    });
    expect(await read(backend, '/control/jobs?open')).toMatchObject({ jobs: [{}, { ends_at: null }] });
  });
});

describe('PATCH /control/faults', () => {
  it('changes the given fields and keeps the rest', async () => {
    const backend = backendOf();
    const faultsAfter = async (faults: unknown) =>
      ((await (await change(backend, faults)).json()) as { faults: unknown }).faults;
    expect(await faultsAfter({ share: 0.5 })).toEqual({
      share: 0.5,
      latency_ms: 0,
      outage: false,
      script: 0,
    });
    expect(await faultsAfter({ latency_ms: [1, 2], script: [{ kind: 'stall' }, { kind: 'pass' }] })).toEqual({
      share: 0.5,
      latency_ms: [1, 2],
      outage: false,
      script: 2,
    });
    expect(await faultsAfter({ outage: true })).toMatchObject({ outage: true });
    expect(await faultsAfter({ outage: false })).toMatchObject({ outage: false });
  });

  it('starts an outage of a given kind and length', async () => {
    const backend = backendOf();
    await change(backend, { outage: { lasts_ms: 100, as: { kind: 'status', status: 502 } } });
    expect((await backend.request('/status')).status).toBe(502);
    clock.at += 100;
    expect((await backend.request('/status')).status).toBe(200);
  });

  it.each<[unknown, string]>([
    [
      { share: 1, latency_ms: 5, script: [{ kind: 'pass' }], outage: { as: { kind: 'stall', times: 2 } } },
      '`outage.as.times` is for scripts only, got 2',
    ],
    [{ share: 2 }, '`share` must be between 0 and 1, got 2'],
    [{ outage: 'yes' }, '`outage` must be true, false or { lasts_ms, as }, got "yes"'],
    [{ outage: { lasts_ms: 0 } }, '`outage.lasts_ms` must be more than 0, got 0'],
    [{ script: [{ kind: 'status', status: 7 }] }, '`script[0].status` must be at least 100, got 7'],
    [{ weather: 'bad' }, 'unknown option `weather`'],
    [[], 'must be an object, got []'],
  ])('refuses %j', async (faults, why) => {
    const backend = backendOf();
    const response = await change(backend, faults);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: { code: 'invalid_parameter', message: `Cannot change the faults: ${why}` },
    });
    expect(backend.faults.idle).toBe(true);
  });

  it('rejects a body that is not JSON', async () => {
    const response = await backendOf().request('/control/faults', { method: 'PATCH', body: '{' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: 'Cannot change the faults: must be an object, got no JSON' },
    });
  });
});

describe('the page', () => {
  let running: RunningMockBackend | undefined;
  afterEach(() => running?.close());

  it('is served at / with a port, and may load nothing from other origins', async () => {
    running = await startMockBackend();
    const response = await fetch(running.url);
    // Whether it has been built or not, the dashboard answers.
    expect([200, 503]).toContain(response.status);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/);
    expect(await response.text()).toMatch(/dashboard/);
  });

  it('can be disabled', async () => {
    running = await startMockBackend({ dashboard: undefined });
    expect((await fetch(running.url)).status).toBe(404);
    expect((await fetch(`${running.url}/control`)).status).toBe(404);
  });
});
