import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createMockBackend, type MockBackend, type MockBackendOptions } from '../../../mock-backend/index.js';
import { until } from '../../helpers/until.js';

let folder: string;
let keepIn: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-jobs-'));
  keepIn = join(folder, 'jobs.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const clock = { at: 1000 };
const start = (options: MockBackendOptions = {}): MockBackend =>
  createMockBackend({ keepIn, seed: 7, now: () => clock.at, ...options });

const create = async (backend: MockBackend, body: object, key?: string): Promise<string> => {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  const response = await backend.request('/job', { method: 'POST', headers, body: JSON.stringify(body) });
  return ((await response.json()) as { job_id: string }).job_id;
};
const resultOf = async (backend: MockBackend, jobId: string): Promise<unknown> =>
  ((await (await backend.request(`/status/${jobId}`)).json()) as { result: unknown }).result;

it('a restarted backend knows the jobs and when they end', async () => {
  const first = start();
  const jobIds = [
    await create(first, { processingMs: 500 }),
    await create(first, { processingMs: 900, outcome: 'error' }),
    await create(first, { outcome: 'stuck' }),
  ];
  clock.at += 700;
  const second = start();
  expect(await Promise.all(jobIds.map(id => resultOf(second, id)))).toEqual([
    'completed',
    'pending',
    'pending',
  ]);
  clock.at += 1e9;
  expect(await Promise.all(jobIds.map(id => resultOf(second, id)))).toEqual([
    'completed',
    'error',
    'pending',
  ]);
});

it('a create repeated with its key creates no second job, even if its first response was never sent', async () => {
  const first = start({ createMs: 60_000 });
  const unanswered = create(first, {}, 'one');
  await until('the job is made', () => first.jobs.size > 0);
  const second = start();
  expect(await create(second, {}, 'one')).toBe(first.jobs.list()[0]!.id);
  expect(second.jobs.created).toBe(1);
  first.stop();
  await unanswered;
});

it('a key is still bound to its body', async () => {
  const jobId = await create(start(), { language: 'de' }, 'one');
  const again = start();
  expect(await create(again, { language: 'de' }, 'one')).toBe(jobId);
  const headers = { 'idempotency-key': 'one' };
  const other = await again.request('/job', { method: 'POST', headers, body: '{"language":"fr"}' });
  expect(other.status).toBe(422);
});

it('continues the random sequence: no id is repeated', async () => {
  const through = createMockBackend({ seed: 7 });
  const expected = [through.jobs.create().id, through.jobs.create().id];
  expect([await create(start(), {}), await create(start(), {})]).toEqual(expected);
});

it('skips a truncated line, and overwrites it with the next', async () => {
  const first = await create(start(), {});
  await appendFile(keepIn, '{"job":{"id":"half');
  const second = await create(start(), {});
  expect(
    start()
      .jobs.list()
      .map(({ id }) => id),
  ).toEqual([first, second]);
});

it('has no job that could not be written: a repeated create makes the only one', async () => {
  const backend = start();
  await create(backend, {});
  await rm(keepIn);
  await mkdir(keepIn);
  await expect(create(backend, {}, 'k')).rejects.toThrow('EISDIR');
  await rm(keepIn, { recursive: true });
  const created = await create(backend, {}, 'k');
  expect(backend.jobs.list().map(({ id }) => id)).toEqual([expect.any(String), created]);
});

it('refuses a file with other content', async () => {
  await writeFile(keepIn, '{"job":{}}\n');
  expect(() => start()).toThrow(`Cannot read the jobs in ${keepIn}: line 1 is not a job`);
});

it.each([
  ['nowhere/jobs.jsonl', 'its folder does not exist'],
  ['.', 'it is a folder'],
])('a file that cannot be written is refused at the start: %s', (name, why) => {
  const path = join(folder, name);
  expect(() => start({ keepIn: path })).toThrow(`Cannot keep the jobs in ${path}: ${why}`);
});
