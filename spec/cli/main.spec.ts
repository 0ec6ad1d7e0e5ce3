import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { StdioOptions } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMockBackend, type RunningMockBackend } from '../../mock-backend/index.js';
import { bundleCli } from './support/bundle-cli.js';
import { mainProcess } from './support/main-process.js';

let backend: RunningMockBackend;
let program: string;
let service: readonly string[];
beforeAll(async () => {
  program = await bundleCli();
  backend = await startMockBackend();
  service = ['--base-url', backend.url];
});
afterAll(() => backend.close());

const start = (args: readonly string[], stdio?: StdioOptions) => mainProcess(program, args, stdio);
/** Each signal comes again at once. From within, so that the process cannot have ended in between. */
const SIGNALS_TWICE = `data:text/javascript,
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => setImmediate(() => process.kill(process.pid, signal)));`;
const doneJob = () => backend.app.jobs.create({ processingMs: 0 }).id;
const openJob = () => backend.app.jobs.create({ outcome: 'stuck' }).id;

it('exits by itself with the code of its command, and on Ctrl-C with 130', async () => {
  const [done, open] = [doneJob(), openJob()];
  const well = start(['watch', done, ...service]);
  const stopped = start(['watch', done, open, ...service]);

  expect(await well.closed).toEqual([0, null]);
  expect(well.printed).toMatchObject({ stdout: expect.stringMatching(/^✔ /), stderr: '' });

  await stopped.printed.says(/✔/);
  stopped.child.kill('SIGINT');
  expect(await stopped.closed).toEqual([130, null]);
  expect(stopped.printed.stderr).toContain(`heygen-rx watch ${open} --base-url ${backend.url}`);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'says how to continue on a %s that is sent twice at once, as `timeout` does',
  async signal => {
    const open = openJob();
    const watch = ['watch', doneJob(), open, ...service];
    const { child, closed, printed } = mainProcess(program, watch, undefined, ['--import', SIGNALS_TWICE]);
    await printed.says(/✔/);
    child.kill(signal);
    expect(await closed).toEqual([130, null]);
    expect(printed.stderr).toContain(`heygen-rx watch ${open} `);
  },
);

/** A file that nothing can be written to. Only Linux has one that says the disk is full. */
const [fullDisk, reason] = existsSync('/dev/full')
  ? [() => openSync('/dev/full', 'w'), 'ENOSPC']
  : [() => openSync(process.execPath, 'r'), 'EBADF'];

it('ends with 1 when the disk is full, and says how to continue', async () => {
  const open = openJob();
  const watch = start(['watch', open, ...service], ['ignore', fullDisk(), 'pipe']);
  const help = start(['--help'], ['ignore', fullDisk(), 'pipe']);
  const json = start(['watch', doneJob(), '--json', ...service], ['ignore', fullDisk(), 'pipe']);

  expect(await watch.closed).toEqual([1, null]);
  expect(watch.printed.stderr).toContain(`Cannot write the output: ${reason}.\n`);
  expect(watch.printed.stderr).toContain(`heygen-rx watch ${open} `);
  expect([await help.closed, await json.closed]).toEqual([
    [1, null],
    [1, null],
  ]);
});

it('with --json and a full disk, the summary is not lost: it names the jobs that keep running', async () => {
  const open = openJob();
  const { closed, printed } = start(['watch', open, '--json', ...service], ['ignore', fullDisk(), 'pipe']);
  expect(await closed).toEqual([1, null]);
  const [error, summary] = printed.stderr
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as object);
  expect(error).toMatchObject({
    type: 'error',
    error: {
      code: 'output_lost',
      message: `Cannot write the output: ${reason}.`,
      hint: expect.stringMatching(/\.$/),
    },
  });
  expect(summary).toMatchObject({
    type: 'summary',
    open: [{ jobId: open }],
    continueWith: expect.stringContaining(`watch ${open} `),
  });
});

it('keeps its exit code when its messages are not read', async () => {
  const { child, closed, printed } = start(['watch', openJob(), '--timeout', '200ms', ...service]);
  child.stderr!.destroy();
  expect(await closed).toEqual([4, null]);
  expect(printed.stdout).toContain('still running at the deadline');
});

it('exits quietly when its reader closes the pipe', async () => {
  const { child, closed, printed } = start(['watch', doneJob(), openJob(), ...service]);
  child.stdout!.destroy();
  expect(await closed).toEqual([0, null]);
  expect(printed.stderr).toBe('');
});

const hasSqlite = process.getBuiltinModule('node:sqlite') !== undefined;

it('a worker finishes its requests before it stops, on a signal or when the reader closes the pipe', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
  const work = ['worker', '--database-url', `sqlite:${join(folder, 'jobs.db')}`, ...service];
  // With --json it prints its figures every 5 s, whether or not they have changed: so it notices soon that the pipe is closed.
  const [unread, ended] = [start([...work, '--json']), start(work)];
  if (hasSqlite) {
    await unread.printed.says(/"figures"/);
    unread.child.stdout!.destroy();
    await ended.printed.says(/watches open/);
    ended.child.kill('SIGTERM');
    expect([await unread.closed, unread.printed.stderr]).toEqual([[0, null], '']);
    expect([await ended.closed, ended.printed.stderr]).toEqual([[0, null], '']);
    expect(ended.printed.stdout).toMatch(/Stopping: finishing open requests\.\n.*Stopped\.\n$/);
  } else {
    expect(await unread.closed).toEqual([1, null]);
    expect([await ended.closed, ended.printed.stderr]).toEqual([
      [1, null],
      expect.stringMatching(/needs Node 22\.13/),
    ]);
  }
  rmSync(folder, { recursive: true });
});
