import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startMockBackend, type RunningMockBackend } from '../../mock-backend/index.js';
import { until } from '../helpers/until.js';
import { heygenRx } from './support/command-line.js';

let backend: RunningMockBackend;
beforeAll(async () => {
  backend = await startMockBackend({ processingMs: 600_000, createMs: 0, seed: 7 });
});
afterAll(() => backend.close());

const completeAll = ({ app }: RunningMockBackend): void => {
  for (const { id } of app.jobs.list()) app.jobs.settle(id, 'completed');
};

const continueArgsOf = (stderr: string): readonly string[] =>
  /^ {2}heygen-rx (.*)$/m.exec(stderr)![1]!.split(' ');

it('Ctrl-C stops watching, not the jobs, and prints a command that continues', async () => {
  const run = heygenRx(['translate', 'v', '--languages', 'French', 'German', '--base-url', backend.url]);
  await run.says(/(: created as[^]*){2}/);
  run.interrupt();
  expect(await run.exitCode).toBe(130);
  expect(run.stderr()).toContain('Stopped watching; the jobs keep running. Continue watching with:\n');
  // What was sent before the interruption has been counted by the time this gets a response.
  await fetch(`${backend.url}/health`);
  const asked = { ...backend.app.stats.requests };
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(backend.app.stats.requests).toEqual(asked);

  const continueArgs = continueArgsOf(run.stderr());
  expect(continueArgs.slice(0, 1)).toEqual(['watch']);
  completeAll(backend);
  const later = heygenRx(continueArgs);
  expect(await later.exitCode).toBe(0);
  expect(later.stdout().match(/✔/g)).toHaveLength(2);
  expect(backend.app.jobs.created).toBe(2);
});

it('Ctrl-C during a create prints a command that creates no second job', async () => {
  const slow = await startMockBackend({ processingMs: 600_000, createMs: 200, seed: 7 });
  const run = heygenRx(['translate', 'v', 'w', '--base-url', slow.url]);
  await until('both jobs are made', () => slow.app.jobs.created === 2);
  run.interrupt();
  expect(await run.exitCode).toBe(130);
  completeAll(slow);
  const later = heygenRx(continueArgsOf(run.stderr()));
  expect(await later.exitCode).toBe(0);
  expect(slow.app.jobs.created).toBe(2);
  await slow.close();
});

it('Ctrl-C stops the mock backend', async () => {
  const run = heygenRx(['mock', '--port', '0', '--log']);
  await run.says(/Mock backend at/);
  const [, url] = /at (http:\S+)/.exec(run.stdout())!;
  expect((await fetch(`${url}/health`)).status).toBe(200);
  run.interrupt();
  expect(await run.exitCode).toBe(0);
  await expect(fetch(`${url}/health`)).rejects.toThrow();
});
