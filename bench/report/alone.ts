import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const run = promisify(execFile);
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Makes a program that measures, to be run in a process of its own: `entry` is its path in `bench/`.
 *
 * It is compiled as the package is, since what runs TypeScript directly names every function anew as it is made, and that is measured too.
 * It is the last line of what the program prints, as JSON.
 */
export async function measuring<T>(entry: string): Promise<(...args: readonly unknown[]) => Promise<T>> {
  const outdir = path(`../.cache/${entry.replace(/\.ts$/, '')}`);
  await build({
    entryPoints: [path(`../${entry}`)],
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    packages: 'external',
    alias: {
      'heygen-rx/mock-backend': path('../../mock-backend/index.ts'),
      'heygen-rx': path('../../lib/index.ts'),
    },
  });
  const program = `${outdir}/${basename(entry, '.ts')}.js`;
  return async (...args) => {
    const { stdout } = await run(process.execPath, ['--expose-gc', program, ...args.map(String)]);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as T;
  };
}
