import { afterEach, describe, expect, it } from '@jest/globals';
import { startMockBackend, type RunningMockBackend } from '../../mock-backend/index.js';
import { until } from '../helpers/until.js';

let backend: RunningMockBackend | undefined;
afterEach(() => backend?.close());

describe('startMockBackend', () => {
  it('serves on a free port', async () => {
    backend = await startMockBackend();
    expect(backend.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${backend.url}/status`)).json()).toEqual({ result: 'pending' });
    expect(backend.app.stats.total).toBe(1);
  });

  it('serves on IPv6', async () => {
    backend = await startMockBackend({ host: '::1' });
    expect((await fetch(`${backend.url}/health`)).status).toBe(200);
  });

  it('says when a port is taken', async () => {
    backend = await startMockBackend();
    const port = Number(new URL(backend.url).port);
    await expect(startMockBackend({ port })).rejects.toThrow(
      `Cannot start the mock backend: port ${port} is taken`,
    );
  });

  it.each([null, 5, 'fast'])('refuses %j as options, in one sentence', async options => {
    await expect(startMockBackend(options as never)).rejects.toThrow(
      `Cannot start the mock backend: options must be an object, got ${JSON.stringify(options)}`,
    );
  });

  it('closes at once, even with an idle connection and a stalled request', async () => {
    const running = await startMockBackend({
      keepAliveMs: 60_000,
      script: [{ kind: 'pass' }, { kind: 'stall' }],
    });
    await (await fetch(`${running.url}/status`)).text();
    const stalled = fetch(`${running.url}/status`).catch((error: unknown) => error);
    await until('the request is stalled', () => running.app.stats.faults.stall === 1);
    const before = performance.now();
    await running.close();
    expect(performance.now() - before).toBeLessThan(20_000);
    expect(await stalled).toMatchObject({ message: 'fetch failed' });
    await expect(fetch(`${running.url}/status`)).rejects.toThrow('fetch failed');
  });

  it('logs a request whose client disconnects before the response', async () => {
    const lines: string[] = [];
    backend = await startMockBackend({ createMs: 60_000, log: line => lines.push(line) });
    const { jobs } = backend.app;
    const leaving = new AbortController();
    const post = fetch(`${backend.url}/job`, { method: 'POST', signal: leaving.signal });
    await until('the job is made', () => jobs.created === 1);
    leaving.abort();
    await expect(post).rejects.toThrow('aborted');
    await until('a line is written', () => lines.length > 0);
    expect(lines).toEqual([expect.stringMatching(/ POST \/job no response \d+ ms$/)]);
    expect(jobs.created).toBe(1);
  });

  it('sends a Date by its own clock', async () => {
    backend = await startMockBackend({ now: () => 0 });
    const { headers } = await fetch(`${backend.url}/status`);
    expect(headers.get('date')).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
  });
});
