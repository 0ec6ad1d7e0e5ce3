import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { compile } from './compile.js';

const run = promisify(execFile);

/**
 * Compiles a measuring program, and returns a function that runs it in its own process: nothing that ran before can affect it.
 *
 * @param entry Its path in `bench/`. The last line that it prints is the result, as JSON.
 */
export async function measurementProcess<T>(
  entry: string,
): Promise<(...args: readonly unknown[]) => Promise<T>> {
  const program = await compile(entry);
  return async (...args) => {
    const { stdout } = await run(process.execPath, ['--expose-gc', program, ...args.map(String)]);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as T;
  };
}
