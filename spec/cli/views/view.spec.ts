import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startMockBackend, type RunningMockBackend } from '../../../mock-backend/index.js';
import { heygenRx } from '../support/command-line.js';
import { newJob } from '../support/new-job.js';

let silent: RunningMockBackend;
let telling: RunningMockBackend;
beforeAll(async () => {
  silent = await startMockBackend({ processingMs: 300, seed: 7 });
  telling = await startMockBackend({ processingMs: 300, seed: 7, progress: true });
});
afterAll(() => Promise.all([silent.close(), telling.close()]));

const live = async (url: string, env: Record<string, string> = { NO_COLOR: '1' }) => {
  const run = heygenRx(['watch', await newJob(url, {}), '--base-url', url], { isTTY: true, env });
  expect(await run.exitCode).toBe(0);
  return run.stdout();
};

it('shows a bar, a percentage and an estimate if the service reports progress', async () => {
  const screen = await live(telling.url);
  expect(screen).toMatch(/█+░+ +\d+ % {2}0 s, (about 0 s left|due any moment) \(estimate\)/);
  expect(screen).toContain('1 of 1 job done');
});

it('shows none if it does not', async () => {
  const screen = await live(silent.url);
  expect(screen).toMatch(/pending {2}0 s, (next poll in 0 s|polling)/);
  expect(screen).not.toMatch(/%|estimate|█/);
});

it('restores the cursor, and colours only where wanted', async () => {
  const escapes = await live(silent.url, {});
  expect(escapes.lastIndexOf('\x1b[?25h')).toBeGreaterThan(escapes.lastIndexOf('\x1b[?25l'));
  expect(escapes).toContain('\x1b[32m✔');
  expect(await live(silent.url)).not.toContain('\x1b[32m');
});

it('prints one object per line with --json, each with its type and time', async () => {
  const jobIds = [
    await newJob(silent.url, {}),
    await newJob(silent.url, { outcome: 'error' }),
    await newJob(silent.url, { processingMs: 60_000 }),
  ];
  const run = heygenRx(
    ['watch', ...jobIds, 'nobody', '--json', '--timeout', '500ms', '--base-url', silent.url],
    {
      isTTY: true,
    },
  );
  expect(await run.exitCode).toBe(1);
  const lines = run
    .stdout()
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
  expect(lines.every(({ type, at }) => typeof type === 'string' && typeof at === 'number')).toBe(true);
  const brief = lines.map(({ type, jobId, status, error }) => [
    type,
    jobId,
    status ?? (error as { name: string } | undefined)?.name,
  ]);
  expect(brief).toEqual(
    expect.arrayContaining([
      ['status', jobIds[0], 'completed'],
      ['status', jobIds[1], 'error'],
      ['status', jobIds[2], 'pending'],
      ['ended', jobIds[2], 'TimeoutError'],
      ['ended', 'nobody', 'JobNotFoundError'],
    ]),
  );
  expect(lines.at(-1)).toMatchObject({
    type: 'summary',
    total: 4,
    completed: 1,
    failed: 2,
    open: [{ jobId: jobIds[2] }],
    continueWith: `heygen-rx watch ${jobIds[2]} --timeout 500ms --base-url ${silent.url} --json`,
  });
});
