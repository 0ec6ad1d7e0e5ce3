import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createMockBackend,
  dashboard,
  startMockBackend,
  type RunningMockBackend,
} from '../../../mock-backend/index.js';
import { send } from '../support/send.js';

let backend: RunningMockBackend;
beforeAll(async () => {
  backend = await startMockBackend({ maxBodyBytes: 100, processingMs: 60_000 });
});
afterAll(() => backend.close());

/** JSON of exactly this many bytes. */
const json = (bytes: number) => `{"title":"${'x'.repeat(bytes - 12)}"}`;

describe('a body', () => {
  it.each([
    [100, 201],
    [101, 413],
  ])('of %i bytes, with a limit of 100, gets %i, with and without Content-Length', async (bytes, status) => {
    const whole = await fetch(`${backend.url}/job`, { method: 'POST', body: json(bytes) });
    const [first, second] = [json(bytes).slice(0, 40), json(bytes).slice(40)];
    const pieces = await send(`${backend.url}/job`, { method: 'POST', body: [first, second] });
    const inMemory = await createMockBackend({ maxBodyBytes: 100 }).request('/job', {
      method: 'POST',
      body: json(bytes),
    });
    expect([whole.status, pieces.status, inMemory.status]).toEqual([status, status, status]);
  });

  it('over the limit is refused on every route, and creates no job', async () => {
    const before = backend.app.jobs.created;
    const requests = [
      ['POST', '/job'],
      ['POST', '/v3/video-translations'],
      ['POST', '/v3/webhooks/endpoints'],
      ['PATCH', '/control/faults'],
      ['POST', '/nowhere'],
    ] as const;
    for (const [method, path] of requests) {
      const { status, body } = await send(backend.url + path, { method, body: [json(200)] });
      expect([path, status, JSON.parse(body)]).toEqual([
        path,
        413,
        { error: { code: 'payload_too_large', message: 'The body must have at most 100 bytes.' } },
      ]);
    }
    expect(backend.app.jobs.created).toBe(before);
  });

  it('may have 1 MiB by default', async () => {
    const app = createMockBackend({ dashboard });
    const statusOf = async (bytes: number) =>
      (await app.request('/job', { method: 'POST', body: json(bytes) })).status;
    expect([await statusOf(2 ** 20), await statusOf(2 ** 20 + 1)]).toEqual([201, 413]);
  });

  it('far over the limit is refused before it has been sent in full', async () => {
    const response = await fetch(`${backend.url}/job`, { method: 'POST', body: 'x'.repeat(20 * 2 ** 20) });
    expect(response.status).toBe(413);
  });
});

it.each([0, 1.5, NaN])('a limit of %d bytes is refused', maxBodyBytes => {
  expect(() => createMockBackend({ maxBodyBytes })).toThrow(/`maxBodyBytes` must be /);
});
