import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMockBackend, type RunningMockBackend } from '../../mock-backend/index.js';
import { mainProcess } from './support/main-process.js';

// Processes start slowly on a busy machine.
jest.setTimeout(60_000);

let backend: RunningMockBackend;
let service: readonly string[];
beforeAll(async () => {
  backend = await startMockBackend();
  service = ['--base-url', backend.url];
});
afterAll(() => backend.close());

const doneJob = () => backend.app.jobs.create({ processingMs: 0 }).id;
const openJob = () => backend.app.jobs.create({ processingMs: 600_000 }).id;

it('exits by itself with the code of its command, and on Ctrl-C with 130', async () => {
  const [done, open] = [doneJob(), openJob()];
  const well = mainProcess(['watch', done, ...service]);
  const stopped = mainProcess(['watch', done, open, ...service]);

  expect(await well.closed).toEqual([0, null]);
  expect(well.printed).toMatchObject({ stdout: expect.stringMatching(/^✔ /), stderr: '' });

  if (!stopped.printed.stdout.includes('✔')) await once(stopped.child.stdout!, 'data');
  stopped.child.kill('SIGINT');
  expect(await stopped.closed).toEqual([130, null]);
  expect(stopped.printed.stderr).toContain(`heygen-rx watch ${open} --base-url ${backend.url}`);
});

const onFullDisk = existsSync('/dev/full') ? it : it.skip;

onFullDisk('ends with 1 when the disk is full, and says how to continue', async () => {
  const open = openJob();
  const fullDisk = () => openSync('/dev/full', 'w');
  const watch = mainProcess(['watch', open, ...service], ['ignore', fullDisk(), 'pipe']);
  const help = mainProcess(['--help'], ['ignore', fullDisk(), 'pipe']);
  const json = mainProcess(['watch', doneJob(), '--json', ...service], ['ignore', fullDisk(), 'pipe']);

  expect(await watch.closed).toEqual([1, null]);
  expect(watch.printed.stderr).toContain('Cannot write the output: ENOSPC.\n');
  expect(watch.printed.stderr).toContain(`heygen-rx watch ${open} `);
  expect([await help.closed, await json.closed]).toEqual([
    [1, null],
    [1, null],
  ]);
});

it('keeps its exit code when its messages are not read', async () => {
  const { child, closed, printed } = mainProcess(['watch', openJob(), '--timeout', '500ms', ...service]);
  child.stderr!.destroy();
  expect(await closed).toEqual([4, null]);
  expect(printed.stdout).toContain('still running at the deadline');
});

it('exits quietly when its reader closes the pipe', async () => {
  const { child, closed, printed } = mainProcess(['watch', doneJob(), openJob(), ...service]);
  child.stdout!.destroy();
  expect(await closed).toEqual([0, null]);
  expect(printed.stderr).toBe('');
});

const hasSqlite = process.getBuiltinModule('node:sqlite') !== undefined;

it('a worker whose reader closes the pipe, or that is told to end, finishes its requests first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
  const work = ['worker', '--database-url', `sqlite:${join(folder, 'jobs.db')}`, ...service];
  const [unread, ended] = [mainProcess(work), mainProcess(work)];
  if (hasSqlite) {
    unread.child.stdout!.once('data', () => unread.child.stdout!.destroy());
    if (!ended.printed.stdout.includes('watches open')) await once(ended.child.stdout!, 'data');
    ended.child.kill('SIGTERM');
    expect([await unread.closed, unread.printed.stderr]).toEqual([[0, null], '']);
    expect([await ended.closed, ended.printed.stderr]).toEqual([[0, null], '']);
    expect(ended.printed.stdout).toMatch(/Stopping: finishing the requests under way\.\n.*Stopped\.\n$/);
  } else {
    expect(await unread.closed).toEqual([1, null]);
    expect([await ended.closed, ended.printed.stderr]).toEqual([
      [1, null],
      expect.stringMatching(/needs Node 22\.13/),
    ]);
  }
  rmSync(folder, { recursive: true });
});
