import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Printed } from './printed.js';

/** A run in a terminal. */
export interface TerminalRun {
  /** Resolves as soon as what was written to the terminal matches. */
  readonly says: (pattern: RegExp) => Promise<void>;
  /** Everything that was written to the terminal, and the exit code. */
  readonly ended: Promise<{ readonly output: string; readonly exitCode: number | null }>;
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
 * Runs the command line, as `bundleCli` made it, in a pseudo terminal of so many columns and 24 rows.
 *
 * @throws Error where neither `script` nor `python3` is installed: nothing is skipped silently.
 */
export function inTerminal(
  columns: number,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): TerminalRun {
  const [terminal, ...terminalArgs] =
    TERMINALS.find(([name]) => spawnSync(name, ['--version']).error === undefined) ?? [];
  if (terminal === undefined)
    throw new Error('This spec needs `script` (util-linux) or `python3` for a pseudo terminal');
  const words = [process.execPath, program, ...args].map(word => `'${word}'`).join(' ');
  const line = `stty cols ${columns} rows 24; exec ${words}`;
  const child = spawn(terminal, terminalArgs, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, TERM: 'xterm', SHELL: '/bin/sh', SHELL_LINE: line, ...env },
  });
  const printed = new Printed();
  child.stdout.setEncoding('utf8').on('data', text => printed.add('stdout', text as string));
  const closed = (once(child, 'close') as Promise<[number | null]>).finally(() => printed.end());
  return {
    says: pattern => printed.says(pattern),
    // A terminal turns each line feed into two characters.
    ended: closed.then(([exitCode]) => ({ output: printed.stdout.replaceAll('\r\n', '\n'), exitCode })),
  };
}
