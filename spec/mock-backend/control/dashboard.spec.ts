import { expect, it } from '@jest/globals';
import { Hono } from 'hono';
import { createMockBackend } from '../../../mock-backend/index.js';

it('a dashboard is served on unused paths, has access to the backend, and is exempt from faults', async () => {
  const backend = createMockBackend({
    script: [{ kind: 'reset', times: Infinity }],
    dashboard: ({ stats, jobs, faults }) =>
      new Hono()
        .get('/', c => c.html('<h1>Jobs</h1>'))
        .get('/assets/state.json', c =>
          c.json({ jobs: jobs.created, total: stats.total, script: faults.script.length }),
        ),
  });
  backend.jobs.create();
  await expect(backend.request('/status')).rejects.toThrow('fetch failed');
  expect(await (await backend.request('/')).text()).toBe('<h1>Jobs</h1>');
  expect(await (await backend.request('/assets/state.json')).json()).toEqual({
    jobs: 1,
    total: 3,
    script: 1,
  });
});
