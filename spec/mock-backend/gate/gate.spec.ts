import type { HttpBindings } from '@hono/node-server';
import { describe, expect, it } from '@jest/globals';
import type { Hono } from 'hono';
import { createMockBackend, type MockBackendOptions } from '../../../mock-backend/index.js';

/** One poll as it would arrive through a socket. */
const poll = (options: MockBackendOptions) => {
  const bindings: unknown = { incoming: { headers: {} }, outgoing: {} };
  return createMockBackend(options).fetch(new Request('http://localhost/status'), bindings as HttpBindings);
};

describe('the fast path of a plain poll', () => {
  it('responds in the same tick', () => {
    expect(poll({})).toBeInstanceOf(Response);
  });

  it.each<MockBackendOptions>([
    { faults: 0.1 },
    { recordRequests: true },
    { latencyMs: 1 },
    { now: () => 0 },
  ])('is not taken with %j', async options => {
    const answer = poll(options);
    expect(answer).toBeInstanceOf(Promise);
    await answer;
  });

  it("uses Hono's fast router, whatever the paths of the other dialect", async () => {
    const backend = createMockBackend();
    await backend.request('/status');
    const { router } = backend as unknown as Hono;
    expect(router.name).toBe('SmartRouter + RegExpRouter');
  });
});
