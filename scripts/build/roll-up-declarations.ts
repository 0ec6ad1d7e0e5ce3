import { join, relative } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { typesOfEntries } from './manifest.js';

const COMPILED = '.cache/build';

/** Writes one file of declarations for each entry, and a few for what several entries share: a file for each module takes twice as much disk. */
export async function rollUpDeclarations(): Promise<void> {
  const names = typesOfEntries.map(([, file]) => relative('dist', file).replace(/\.d\.ts$/, ''));
  const bundle = await rollup({
    input: Object.fromEntries(names.map(name => [name, join(COMPILED, `${name}.d.ts`)])),
    plugins: [dts()],
    onLog: (level, log, handle) => {
      // `api/` lists those types.
      if (!log.message.includes('no public re-export')) handle(level, log);
    },
  });
  await bundle.write({
    dir: 'dist',
    entryFileNames: '[name].d.ts',
    chunkFileNames: 'types/[hash].d.ts',
  });
  await bundle.close();
}
