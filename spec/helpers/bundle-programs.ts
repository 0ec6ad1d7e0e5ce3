import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { noRequire } from '../../scripts/build/no-require.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles programs into a folder of `.cache`, so that their processes start at once. Several specs may bundle the same program at the same
 * time: each file is replaced as a whole.
 *
 * @param sources Their paths in the repository.
 * @returns The paths of the bundles.
 */
export async function bundlePrograms(
  folder: string,
  ...sources: readonly string[]
): Promise<readonly string[]> {
  const { outputFiles } = await build({
    entryPoints: [...sources],
    absWorkingDir: root,
    outdir: `.cache/${folder}`,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    // Nearly all packages are inside: to find and to read their files takes longer than to run them.
    external: ['pg', 'heygen-rx'],
    plugins: [noRequire],
    logLevel: 'warning',
  });
  return outputFiles.map(({ path, contents }) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
    return path;
  });
}
