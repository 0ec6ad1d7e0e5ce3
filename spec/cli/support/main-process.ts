import { spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { Printed } from './printed.js';

/** The command line, as `bundleCli` made it, in its own process. `nodeArgs`: options of Node itself. */
export function mainProcess(
  program: string,
  args: readonly string[],
  stdio: StdioOptions = ['ignore', 'pipe', 'pipe'],
  nodeArgs: readonly string[] = [],
) {
  const child = spawn(process.execPath, [...nodeArgs, program, ...args], { stdio });
  const printed = new Printed();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', text => printed.add(name, text as string));
  }
  const closed = once(child, 'close') as Promise<[code: number | null, signal: string | null]>;
  return {
    child,
    printed,
    closed: closed.finally(() => printed.end()),
  };
}
