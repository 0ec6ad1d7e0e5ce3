import { readFileSync } from 'node:fs';

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

/** The project's package.json. */
export const manifest = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as Manifest;

/** The entries with code, and the file of each that declares its types: `['.', './dist/lib/index.d.ts']`. */
export const typesOfEntries: readonly (readonly [entry: string, file: string])[] = Object.entries(
  manifest.exports,
).flatMap(([entry, target]) => (typeof target === 'string' ? [] : [[entry, target.types] as const]));
