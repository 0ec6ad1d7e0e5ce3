import { afterEach, describe, expect, it } from '@jest/globals';
import {
  startMockBackend,
  type MockBackendOptions,
  type RunningMockBackend,
} from '../../../mock-backend/index.js';

const clock = { at: 0 };
let backend: RunningMockBackend | undefined;
afterEach(() => backend?.close());

const start = async (options: MockBackendOptions) => {
  clock.at = 0;
  backend = await startMockBackend({ seed: 7, processingMs: 1000, now: () => clock.at, ...options });
};
/** What `GET /status` answers at these times. */
const answersAt = async (...times: readonly number[]) => {
  const answers: unknown[] = [];
  for (const at of times) {
    clock.at = at;
    answers.push(await (await fetch(`${backend?.url}/status`)).json());
  }
  return answers;
};

const pending = { result: 'pending' };
const completed = { result: 'completed' };

describe('the implicit job', () => {
  it('starts with the backend by default', async () => {
    await start({});
    expect(await answersAt(500, 999, 1000, 5000)).toEqual([pending, pending, completed, completed]);
  });

  it('may start with the first request', async () => {
    await start({ implicitJob: 'with-first-request' });
    expect(await answersAt(5000, 5999, 6000, 60_000)).toEqual([pending, pending, completed, completed]);
  });

  it('may start again once its end was reported', async () => {
    await start({ implicitJob: 'restarts' });
    expect(await answersAt(5000, 5999, 9000, 9500, 10_499, 10_500, 10_501)).toEqual([
      pending,
      pending,
      completed,
      pending,
      pending,
      completed,
      pending,
    ]);
  });

  it('reports progress if jobs do', async () => {
    await start({ implicitJob: 'restarts', progress: true });
    expect(await answersAt(0, 250, 1000, 1500)).toEqual([
      { result: 'pending', progress: 0 },
      { result: 'pending', progress: 0.25 },
      { result: 'completed' },
      { result: 'pending', progress: 0 },
    ]);
  });

  it('fails as often as other jobs do', async () => {
    await start({ implicitJob: 'with-first-request', jobErrors: 1 });
    expect(await answersAt(0, 1000)).toEqual([pending, { result: 'error' }]);
  });

  it('is not one of the created jobs', async () => {
    await start({ implicitJob: 'restarts' });
    await answersAt(0, 1000, 2000);
    expect([backend?.app.jobs.created, backend?.app.jobs.size]).toEqual([0, 0]);
  });

  it('can be disabled; jobs with an id still work', async () => {
    await start({ implicitJob: false });
    const { id } = backend!.app.jobs.create();
    const get = async (path: string) => (await fetch(backend!.url + path)).status;
    expect([await get('/status'), await get(`/status/${id}`), await get(`/status?job_ids=${id}`)]).toEqual([
      404, 200, 200,
    ]);
  });
});
