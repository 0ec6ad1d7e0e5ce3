import type { HttpBindings } from '@hono/node-server';
import { describe, expect, it } from '@jest/globals';
import { createMockBackend, type MockBackendOptions } from '../../../mock-backend/index.js';

/** One poll as it would come through a socket. */
const poll = (options: MockBackendOptions) => {
  const bindings: unknown = { incoming: { headers: {} }, outgoing: {} };
  return createMockBackend(options).fetch(new Request('http://localhost/status'), bindings as HttpBindings);
};

describe('the speed of a plain poll', () => {
  it('is that of a bare route: answered in the same tick', () => {
    expect(poll({})).toBeInstanceOf(Response);
  });

  it.each<MockBackendOptions>([
    { faults: 0.1 },
    { recordRequests: true },
    { latencyMs: 1 },
    { now: () => 0 },
  ])('is given up for %j', async options => {
    const answer = poll(options);
    expect(answer).toBeInstanceOf(Promise);
    await answer;
  });

  it('is routed by the fast router of Hono, whatever the other dialect has for paths', async () => {
    const backend = createMockBackend();
    await backend.request('/status');
    expect(backend.router.name).toBe('SmartRouter + RegExpRouter');
  });
});
