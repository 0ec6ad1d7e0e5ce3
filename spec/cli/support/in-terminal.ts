import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PROGRAM = fileURLToPath(new URL('../../../.cache/cli/main.js', import.meta.url));

/** Bundles the command line, so that its processes start at once. */
export async function bundleCli(): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('../../../cli/main.ts', import.meta.url))],
    outfile: PROGRAM,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    packages: 'external',
    logLevel: 'warning',
  });
}

/** A run in a terminal: everything that it wrote to it, and its exit code. */
export interface TerminalRun {
  readonly output: string;
  readonly exitCode: number | null;
}

/** The program of util-linux that makes a pseudo terminal, or Python's. The variables are those of the shell that runs in it. */
const TERMINALS = [
  ['script', '-qfec', 'eval "$SHELL_LINE"', '/dev/null'],
  [
    'python3',
    '-c',
    'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(["/bin/sh", "-c", os.environ["SHELL_LINE"]])))',
  ],
] as const;

/**
 * Runs the command line in a pseudo terminal of so many columns and 24 rows.
 *
 * @throws Error where neither `script` nor `python3` is installed: nothing is skipped silently.
 */
export async function inTerminal(
  columns: number,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TerminalRun> {
  const words = [process.execPath, PROGRAM, ...args].map(word => `'${word}'`).join(' ');
  const line = `stty cols ${columns} rows 24; exec ${words}`;
  for (const [program, ...programArgs] of TERMINALS) {
    const child = spawn(program, programArgs, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, TERM: 'xterm', SHELL: '/bin/sh', SHELL_LINE: line, ...env },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', text => (output += text as string));
    const ended = once(child, 'close') as Promise<[number | null]>;
    const result = await ended.catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    });
    // A terminal turns each line feed into two characters.
    if (result !== undefined) return { output: output.replaceAll('\r\n', '\n'), exitCode: result[0] };
  }
  throw new Error('This spec needs `script` (util-linux) or `python3` for a pseudo terminal');
}
