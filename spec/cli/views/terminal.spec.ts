import { afterEach, expect, it } from '@jest/globals';
import {
  startMockBackend,
  type MockBackendOptions,
  type RunningMockBackend,
} from '../../../mock-backend/index.js';
import { finalLines } from '../../../cli/views/job-lines.js';
import { completedSnapshot } from '../../../lib/testing/index.js';
import { heygenRx, type RunOptions } from '../support/command-line.js';

let backend: RunningMockBackend;
afterEach(() => backend.close());

const TERMINAL: RunOptions = { isTTY: true, env: { NO_COLOR: '1' } };

async function watching(howMany: number, options: MockBackendOptions, place: RunOptions) {
  backend = await startMockBackend({ seed: 7, ...options });
  const jobIds = Array.from({ length: howMany }, () => backend.app.jobs.create().id);
  return { jobIds, run: heygenRx(['watch', ...jobIds, '--base-url', backend.url], place) };
}

it('stays within the height of the screen, however many jobs there are', async () => {
  const { run } = await watching(60, { processingMs: [200, 500] }, TERMINAL);
  expect(await run.exitCode).toBe(0);
  expect(run.stdout()).toContain('39 more open, 0 of 60 jobs done');
  // A line that has scrolled off can't be reached: the cursor never moves up by more lines than the screen has.
  const ups = [...run.stdout().matchAll(/\x1b\[(\d+)A/g)].map(([, lines]) => Number(lines));
  expect(Math.max(...ups)).toBeLessThan(24);
  expect(run.stdout().match(/✔ /g)).toHaveLength(60);
});

it('is quiet after Ctrl-C, and leaves the terminal as it was', async () => {
  const polling = { initialIntervalMs: 60_000, maxIntervalMs: 60_000 };
  const place = { ...TERMINAL, clientOptions: { polling } };
  const { run, jobIds } = await watching(1, { processingMs: 600_000 }, place);
  await run.says(/next poll in/);
  run.interrupt();
  expect(await run.exitCode).toBe(130);
  const printed = run.stdout();
  expect(printed).toContain(`… ${jobIds[0]}: pending`);
  // The cursor: off, and on again. Line wrapping: off while live lines are drawn, and on again each time.
  expect(printed.match(/\x1b\[\?25[hl]/g)).toEqual(['\x1b[?25l', '\x1b[?25h']);
  expect(printed.match(/\x1b\[\?7[hl]/g)!.join('')).toMatch(/^(?:\x1b\[\?7l\x1b\[\?7h)+$/);
  await new Promise(resolve => setTimeout(resolve, 250));
  expect(run.stdout()).toBe(printed);
});

it.each([TERMINAL, {}])('prints no control characters from a service (%j)', async place => {
  backend = await startMockBackend();
  const failure = 'bad\x1b[2J\x07 video';
  const { id } = backend.app.jobs.create({ processingMs: 0, outcome: 'error', failure });
  const run = heygenRx(['watch', id, '--base-url', backend.url], place);
  expect(await run.exitCode).toBe(1);
  expect(run.stdout()).toContain('bad [2J  video');
  expect(run.stdout()).not.toMatch(/\x1b\[2J|\x07/);
});

it('prints no control characters from a URL either', () => {
  const snapshot = completedSnapshot({ result: { videoUrl: 'https://example.com/\x1b[2J' } });
  expect(finalLines({ label: 'French', jobId: 'j', snapshot })).toEqual([
    '✔ French (j): completed',
    '  https://example.com/%1B[2J',
  ]);
});

it('ignores a single failed poll if lines are permanent', async () => {
  const { run } = await watching(1, { processingMs: 0, script: [{ kind: 'status', status: 502 }] }, {});
  expect(await run.exitCode).toBe(0);
  expect(run.stdout()).toMatch(/^✔ .*\n(?: {2}http.*\n)*$/);
  expect(backend.app.stats.total).toBe(2);
});
