import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { noRequire } from './no-require.js';

const DASHBOARD = '.cache/dashboard';

/** Bundles the mock backend and the command line into `dist`. Returns the files that are inside, those of the dashboard included. */
export async function bundle(): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: { 'mock-backend/index': 'mock-backend/index.ts', 'cli/main': 'cli/main.ts' },
    outdir: 'dist',
    // The backend itself, which both need, is bundled once.
    splitting: true,
    chunkNames: 'chunks/[hash]',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['rxjs', 'ky', 'pg'],
    minify: true,
    // Node prints the line of an uncaught error: one line for all would bury its message.
    lineLimit: 200,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [libraryOutside, dashboardInside, noRequire],
    metafile: true,
    tsconfigRaw: {},
  });
  const dashboard = JSON.parse(readFileSync(`${DASHBOARD}/meta.json`, 'utf8')) as Metafile;
  return [...Object.keys(metafile.inputs), ...Object.keys(dashboard.inputs)];
}

/** Leaves the library out: it is in `dist/lib` already. Each bundle is in a folder of `dist`, so one path is right for all. */
const libraryOutside: Plugin = {
  name: 'library outside',
  setup: builder =>
    builder.onResolve({ filter: /\/lib\// }, ({ path, importer }) => {
      if (importer.includes('node_modules')) return undefined;
      return { path: `../${relative('.', resolve(dirname(importer), path))}`, external: true };
    }),
};

/** Puts the files of the page in the place of the module that reads them. */
const dashboardInside: Plugin = {
  name: 'dashboard inside',
  setup: builder =>
    builder.onLoad({ filter: /control\/dashboard-files\.ts$/ }, () => {
      const files = ['page.html', 'style.css', 'dashboard.js'].map(
        name => [name, readFileSync(`${DASHBOARD}/${name}`, 'utf8')] as const,
      );
      const contents = `
        const files = ${JSON.stringify(Object.fromEntries(files))};
        export const dashboardFile = async name => files[name];`;
      return { contents, loader: 'js' };
    }),
};
