import { spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';

/** The command line in its own process. */
export function mainProcess(args: readonly string[], stdio: StdioOptions = ['ignore', 'pipe', 'pipe']) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...args], { stdio });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', text => (printed[name] += text as string));
  }
  return {
    child,
    printed,
    closed: once(child, 'close') as Promise<[code: number | null, signal: string | null]>,
  };
}
