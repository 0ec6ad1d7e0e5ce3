import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMockBackend, type RunningMockBackend } from '../../../mock-backend/index.js';
import { send } from '../support/send.js';

let backend: RunningMockBackend;
beforeAll(async () => {
  backend = await startMockBackend({ processingMs: 60_000 });
});
afterAll(() => backend.close());

const from = (origin: string, path = '/status') => send(backend.url + path, { headers: { origin } });
const preflight = (origin: string, path = '/job') =>
  send(backend.url + path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,idempotency-key',
    },
  });

describe.each([
  'http://localhost:5173',
  'https://localhost',
  'http://127.0.0.1:8080',
  'http://127.9.8.7',
  'https://[::1]:3001',
])('a page at %s', origin => {
  it('may read responses in both dialects, and the headers that a client needs', async () => {
    for (const path of ['/status', '/v3/video-translations', '/control']) {
      const { headers } = await from(origin, path);
      expect(headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' });
      expect(headers['access-control-expose-headers']).toContain('Retry-After');
    }
  });

  it('may send the headers that its preflight requested', async () => {
    for (const path of ['/job', '/v3/video-translations', '/status/a']) {
      const { status, headers } = await preflight(origin, path);
      expect([status, headers]).toMatchObject([
        204,
        {
          'access-control-allow-origin': origin,
          'access-control-allow-headers': 'content-type,idempotency-key',
        },
      ]);
      expect(headers['access-control-allow-methods']).toMatch(/POST.*PATCH.*DELETE/);
    }
  });
});

it.each([
  'https://example.com',
  'http://localhost.example.com',
  'http://notlocalhost',
  'http://127.0.0.1.example.com',
  'http://192.168.0.7:3000',
  'http://0.0.0.0:3000',
  'ftp://localhost',
  'null',
  'nonsense',
])('a page at %s may read nothing', async origin => {
  for (const { headers } of [await from(origin), await preflight(origin)]) {
    expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([]);
  }
});

it('a page may read a faulty response too, and a preflight is exempt from faults', async () => {
  backend.app.faults.push({ kind: 'status', status: 429, retryAfter: 1 });
  const origin = 'http://localhost:5173';
  expect((await preflight(origin)).status).toBe(204);
  const { status, headers } = await from(origin);
  expect([status, headers['access-control-allow-origin']]).toEqual([429, origin]);
});

it('works without a port too', async () => {
  const response = await backend.app.request('/status', { headers: { origin: 'http://localhost:1' } });
  expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:1');
});
