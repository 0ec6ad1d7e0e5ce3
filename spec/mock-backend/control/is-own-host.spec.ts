import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createMockBackend,
  startMockBackend,
  type RunningMockBackend,
  type StartOptions,
} from '../../../mock-backend/index.js';
import { send } from '../support/send.js';

let backend: RunningMockBackend | undefined;
afterEach(() => backend?.close());

const paths = ['/control', '/control/jobs', '/control/faults', '/', '/dashboard/dashboard.js'];
const statuses = async (host: string, options: StartOptions = {}) => {
  backend = await startMockBackend(options);
  const { url } = backend;
  return Promise.all(paths.map(async path => (await send(url + path, { headers: { host } })).status));
};

describe('the dashboard and /control', () => {
  it.each(['localhost:3000', 'LOCALHOST', '127.0.0.1', '127.3.2.1:80', '[::1]:3000'])(
    'accept Host: %s',
    async host => {
      expect(await statuses(host)).not.toContain(403);
    },
  );

  it.each(['evil.example', 'localhost.evil.example:3000', '127.0.0.1.evil.example', 'mock:3000', '10.0.0.1'])(
    'refuse Host: %s',
    async host => {
      expect(await statuses(host)).toEqual(paths.map(() => 403));
    },
  );

  it('accept an allowed name, or the name that the backend listens on', async () => {
    expect(await statuses('mock:3000', { allowedHosts: ['mock'] })).not.toContain(403);
    await backend?.close();
    expect(await statuses('127.0.0.1', { host: '0.0.0.0' })).not.toContain(403);
  });

  it('say why they refuse, and change nothing', async () => {
    backend = await startMockBackend();
    const answer = await send(`${backend.url}/control/faults`, {
      method: 'PATCH',
      headers: { host: 'evil.example' },
      body: ['{"outage":true}'],
    });
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([403, { error: { code: 'forbidden' } }]);
    expect(answer.body).toContain('allowedHosts');
    expect(backend.app.faults.inOutage).toBe(false);
  });
});

it('jobs can be requested under any name', async () => {
  backend = await startMockBackend();
  expect((await send(`${backend.url}/status`, { headers: { host: 'mock:3000' } })).status).toBe(200);
});

it.each(['http://mock', 'mock:3000', 'Mock', 'a b', ''])('%j is refused as an allowed host', name => {
  expect(() => createMockBackend({ allowedHosts: [name] })).toThrow(
    '`allowedHosts[0]` must be a host name without scheme and port, in small letters',
  );
});
