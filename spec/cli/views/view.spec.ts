import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startMockBackend, type RunningMockBackend } from '../../../mock-backend/index.js';
import { heygenRx } from '../support/command-line.js';
import { newJob } from '../support/new-job.js';
import { serve } from '../support/serve.js';

let backend: RunningMockBackend;
beforeAll(async () => {
  backend = await startMockBackend({ processingMs: 0, seed: 7 });
});
afterAll(() => backend.close());

/** A job that goes on until the screen has shown a text, and what was on the screen until it ended. */
async function screenWith(text: RegExp, report: object): Promise<string> {
  let isDone = false;
  const service = await serve(() => [
    200,
    isDone ? { result: 'completed' } : { result: 'pending', ...report },
  ]);
  const run = heygenRx(['watch', 'talk', '--base-url', service.url], { isTTY: true, env: { NO_COLOR: '1' } });
  await run.says(text);
  isDone = true;
  expect(await run.exitCode).toBe(0);
  await service.close();
  return run.stdout();
}

it('shows a bar, a percentage and an estimate if the service reports progress', async () => {
  const line = /█+░+ +50 % {2}\d+ s, (about \d+ s left|due any moment), (next poll in \d+ s|polling)\n/;
  const screen = await screenWith(line, { progress: 0.5 });
  expect(screen).toContain('1 of 1 job done');
});

it('shows none if it does not', async () => {
  const screen = await screenWith(/pending {2}\d+ s, (next poll in \d+ s|polling)\n/, {});
  expect(screen).not.toMatch(/%|about|█/);
});

it('shows a status that the library does not know in the words of the service, and each change of it', async () => {
  expect(await screenWith(/ rendering {2}\d+ s/, { result: 'rendering' })).not.toMatch(/ running {2}/);
  const words = ['rendering', 'rendering', 'muxing', 'completed'];
  for (const flags of [[], ['--json']]) {
    const left = [...words];
    const service = await serve(() => [200, { result: left.length > 1 ? left.shift() : left[0] }]);
    const run = heygenRx(['watch', 'talk', '--base-url', service.url, ...flags]);
    expect(await run.exitCode).toBe(0);
    await service.close();
    expect(run.stdout().match(/talk: (?:rendering|muxing)|"statusText":"\w+"/g)).toHaveLength(2);
  }
});

it.each([
  [{ TERM: 'dumb' }, 'plain'],
  [{ CI: 'true' }, 'plain'],
  [{ CI: '1', TERM: 'xterm' }, 'plain'],
  [{ CI: 'false' }, 'live'],
  [{ CI: '' }, 'live'],
  [{ TERM: 'xterm-256color' }, 'live'],
])('on a terminal with %j lines are %s', async (env, lines) => {
  const stdout = await watchedInTerminal(env);
  expect(/\x1b\[\d*[AJK]/.test(stdout)).toBe(lines === 'live');
  expect(stdout).toContain('completed');
});

const watchedInTerminal = async (env: Record<string, string>): Promise<string> => {
  const run = heygenRx(['watch', await newJob(backend.url, {}), '--base-url', backend.url], {
    isTTY: true,
    env,
  });
  expect(await run.exitCode).toBe(0);
  return run.stdout();
};

it('restores the cursor, and colours only where wanted', async () => {
  const escapes = await watchedInTerminal({});
  expect(escapes.lastIndexOf('\x1b[?25h')).toBeGreaterThan(escapes.lastIndexOf('\x1b[?25l'));
  expect(escapes).toContain('\x1b[32m✔');
  expect(await watchedInTerminal({ NO_COLOR: '1' })).not.toContain('\x1b[32m');
});

/** The objects that a command prints with `--json`, and its exit code. */
async function printedAsJson(...words: readonly string[]) {
  const run = heygenRx([...words, '--json', '--base-url', backend.url], { isTTY: true, now: () => 4711 });
  const exitCode = await run.exitCode;
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
  return { exitCode, brief, summary: lines.at(-1) };
}

it('prints one object per line with --json, each with its type and time', async () => {
  const [done, failed] = [await newJob(backend.url, {}), await newJob(backend.url, { outcome: 'error' })];
  const { exitCode, brief, summary } = await printedAsJson('watch', done, failed, 'nobody');
  expect(exitCode).toBe(1);
  expect(brief.slice(0, -1)).toHaveLength(3);
  expect(brief).toEqual(
    expect.arrayContaining([
      ['status', done, 'completed'],
      ['status', failed, 'error'],
      ['ended', 'nobody', 'JobNotFoundError'],
    ]),
  );
  expect(summary).toMatchObject({ type: 'summary', at: 4711, total: 3, completed: 1, failed: 2, open: [] });
  expect(summary).not.toHaveProperty('continueWith');
});

it('says in its summary which jobs are open, and how to continue', async () => {
  const [done, open] = [await newJob(backend.url, {}), await newJob(backend.url, { outcome: 'stuck' })];
  const { exitCode, brief, summary } = await printedAsJson('watch', done, open, '--timeout', '200ms');
  expect(exitCode).toBe(4);
  expect(brief).toEqual(
    expect.arrayContaining([
      ['status', done, 'completed'],
      ['status', open, 'pending'],
      ['ended', open, 'TimeoutError'],
    ]),
  );
  expect(summary).toMatchObject({
    type: 'summary',
    total: 2,
    completed: 1,
    failed: 0,
    open: [{ jobId: open }],
    continueWith: `heygen-rx watch ${open} --timeout 200ms --base-url ${backend.url} --json`,
  });
});
