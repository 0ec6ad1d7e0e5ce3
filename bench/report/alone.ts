import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { compiled } from './compiled.js';

const run = promisify(execFile);

/**
 * Makes a program that measures, to be run in a process of its own: `entry` is its path in `bench/`.
 *
 * What it measures is the last line of what it prints, as JSON.
 */
export async function measuring<T>(entry: string): Promise<(...args: readonly unknown[]) => Promise<T>> {
  const program = await compiled(entry);
  return async (...args) => {
    const { stdout } = await run(process.execPath, ['--expose-gc', program, ...args.map(String)]);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as T;
  };
}
