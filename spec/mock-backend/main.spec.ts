import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, expect, it } from '@jest/globals';

const children: ChildProcess[] = [];
// Those of a test that has failed.
afterAll(() => children.forEach(child => child.kill('SIGKILL')));

const start = (...flags: string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'mock-backend/main.ts', ...flags]);
  children.push(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => (printed += text as string));
  }
  const ended = new Promise<string>(resolve =>
    child.on('close', (code, signal) => resolve(`${signal ?? code}`)),
  );
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>(resolve => {
      const poll = () => {
        const match = pattern.exec(printed);
        if (match !== null) resolve(match);
      };
      child.stdout.on('data', poll);
    });
  return { child, ended, says, printed: () => printed };
};

it.concurrent('serves until Ctrl-C, then exits with 0', async () => {
  const { child, ended, says, printed } = start('--port', '0', '--seed', '7', '--log');
  const [, url] = await says(/Mock backend at (http:\S+) \(seed 7\)/);
  expect(await (await fetch(`${url}/status`)).json()).toEqual({ result: 'pending' });
  child.kill('SIGINT');
  expect(await ended).toBe('0');
  expect(printed()).toMatch(/GET \/status 200 \d+ ms/);
});

it.concurrent('exits with 2 for a bad flag', async () => {
  const { ended, printed } = start('--faults', '7');
  expect(await ended).toBe('2');
  expect(printed()).toContain(
    "option '--faults <share>' argument '7' is invalid. It must be between 0 and 1.",
  );
});
