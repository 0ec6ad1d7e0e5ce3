import { spawn } from 'node:child_process';

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Far longer than the slowest command on the slowest machine, so only a hanging command reaches it. */
const HANGS_AFTER_MS = 15 * 60_000;

/**
 * Runs a command to its end. Returns its output.
 *
 * @throws Error (rejects) with its output, if it fails
 */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env }: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: HANGS_AFTER_MS,
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (printed += data.toString()));
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) resolve(printed.trim());
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${printed}`));
    });
  });
}
