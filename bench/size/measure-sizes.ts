import { build } from 'esbuild';
import { gzipSync } from 'node:zlib';

/** An import as a user writes it; the paths are relative to the checkout. */
interface Import {
  readonly name: string;
  readonly code: string;
}

/** The imports measured: each is bundled alone, as in an app that imports nothing else. */
export const IMPORTS = [
  { name: '{ TranslationClient }', code: `export { TranslationClient } from './lib/index.ts'` },
  {
    name: '{ TranslationClient, heygenApi }',
    code: `export { TranslationClient, heygenApi } from './lib/index.ts'`,
  },
  { name: '{ heygenApi }', code: `export { heygenApi } from './lib/index.ts'` },
  { name: 'an error and its guard', code: `export { TimeoutError, isTimeoutError } from './lib/index.ts'` },
  { name: '*', code: `export * from './lib/index.ts'` },
  { name: '* from heygen-rx/browser', code: `export * from './lib/browser/index.ts'` },
  { name: '* from heygen-rx/webhooks', code: `export * from './lib/webhooks/index.ts'` },
  {
    name: '{ durableClient, postgresEngine }',
    code: `export { TranslationClient } from './lib/index.ts'; export { durableClient, postgresEngine } from './lib/durable/index.ts'`,
  },
  {
    name: '{ durableClient, sqliteEngine }',
    code: `export { TranslationClient } from './lib/index.ts'; export { durableClient, sqliteEngine } from './lib/durable/index.ts'`,
  },
  {
    name: '{ DurableWorker, postgresEngine }',
    code: `export { DurableWorker, postgresEngine } from './lib/durable/index.ts'`,
  },
  {
    name: '{ TranslationClient } and * from heygen-rx/durable',
    code: `export { TranslationClient } from './lib/index.ts'; export * from './lib/durable/index.ts'`,
  },
] as const satisfies readonly Import[];

export type ImportName = (typeof IMPORTS)[number]['name'];

/** Bytes of one import. */
export interface Size {
  readonly minified: number;
  readonly gzipped: number;
}

/** Measures every import of the library in a checkout, minified and gzipped (level 9), without rxjs and ky. */
export async function measureSizes(checkout: string): Promise<ReadonlyMap<ImportName, Size>> {
  const sizes = await Promise.all(
    IMPORTS.map(async ({ name, code }) => [name, await sizeOf(code, checkout)] as const),
  );
  return new Map(sizes);
}

async function sizeOf(code: string, checkout: string): Promise<Size> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: checkout, loader: 'ts' },
    absWorkingDir: checkout,
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['rxjs', 'ky'],
    // The checkout's own configuration is for its tests, and its paths point outside the package.
    tsconfigRaw: {},
  });
  const [{ contents }] = outputFiles as [(typeof outputFiles)[number]];
  return { minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
}
