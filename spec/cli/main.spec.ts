import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, jest } from '@jest/globals';
import { startMockBackend } from '../../mock-backend/index.js';

// Whole processes, which take their time on a busy machine.
jest.setTimeout(30_000);

it('ends by itself with the code of its command, and on Ctrl-C with 130', async () => {
  const backend = await startMockBackend();
  const done = backend.app.jobs.create({ processingMs: 0 }).id;
  const open = backend.app.jobs.create({ processingMs: 60_000 }).id;
  const main = (...words: string[]) => {
    const flags = ['--import', 'tsx', 'cli/main.ts', ...words, '--base-url', backend.url];
    const child = spawn(process.execPath, flags);
    const printed = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', text => (printed[name] += text as string));
    }
    return { child, printed, closed: once(child, 'close') };
  };
  const well = main('watch', done);
  const stopped = main('watch', done, open);

  expect(await well.closed).toEqual([0, null]);
  expect(well.printed).toMatchObject({ stdout: expect.stringMatching(/^✔ /), stderr: '' });

  if (!stopped.printed.stdout.includes('✔')) await once(stopped.child.stdout, 'data');
  stopped.child.kill('SIGINT');
  expect(await stopped.closed).toEqual([130, null]);
  expect(stopped.printed.stderr).toContain(`heygen-rx watch ${open} --base-url ${backend.url}`);
  await backend.close();
});
