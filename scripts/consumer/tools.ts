import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './run.js';

const TOOLS = fileURLToPath(new URL('../tools', import.meta.url));

/** Installs the runtimes and compilers of `scripts/tools`, once. They stay out of the project's own dependencies. */
export async function installTools(): Promise<void> {
  if (existsSync(`${TOOLS}/node_modules/.package-lock.json`)) return;
  console.log('Installing the runtimes and compilers of scripts/tools ...');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: TOOLS });
}

/** The path of a file of an installed tool. */
export const tool = (path: string): string => `${TOOLS}/node_modules/${path}`;
