import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Compiles a program of the benchmark, `entry` being its path in `bench/`, and answers where it is.
 *
 * It is compiled as the package is, since what runs TypeScript directly names every function anew as it is made, and that is measured too.
 */
export async function compiled(entry: string): Promise<string> {
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
  return `${outdir}/${basename(entry, '.ts')}.js`;
}
