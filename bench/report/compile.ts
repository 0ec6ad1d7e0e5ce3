import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Compiles a benchmark program as the package is compiled: tools that run TypeScript directly set the name of every function at run time, which would be measured too.
 *
 * @param entry Its path in `bench/`.
 * @returns the path of the compiled program
 */
export async function compile(entry: string): Promise<string> {
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
