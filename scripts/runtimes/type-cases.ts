import { writeFileSync } from 'node:fs';
import type { Case } from '../consumer/cases.js';
import type { Project } from '../consumer/project.js';
import { run } from '../consumer/run.js';
import { tool } from '../consumer/tools.js';

const COMPILERS = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', '7.0'];

/** How a program is compiled. `node10`, which ignores `exports`, is the default before TypeScript 6 for projects that compile to CommonJS. */
const settingsOf = (version: string): readonly Readonly<Record<string, unknown>>[] =>
  [
    { module: 'Node16', moduleResolution: 'Node16' },
    { module: 'ES2022', moduleResolution: 'Bundler' },
    ...(version.startsWith('5.') ? [{ module: 'CommonJS', moduleResolution: 'Node10' }] : []),
  ].flatMap(modules =>
    [true, false].map(exactOptionalPropertyTypes => ({ ...modules, exactOptionalPropertyTypes })),
  );

/** A strict program over every entry, without `skipLibCheck` and without Node's types, for each compiler in each setting. */
export const typeCases = ({ folder }: Project): readonly Case[] =>
  COMPILERS.map(version => ({
    name: `TypeScript ${version}`,
    run: async () => {
      const settings = settingsOf(version);
      await Promise.all(
        settings.map((compilerOptions, index) => {
          const config = `${folder}/tsconfig-${index}.json`;
          writeFileSync(config, JSON.stringify({ extends: './tsconfig.json', compilerOptions }));
          return run(process.execPath, [tool(`typescript-${version}/bin/tsc`), '-p', config]);
        }),
      );
      const names = new Set(settings.map(({ moduleResolution }) => moduleResolution));
      return `${[...names].join(', ')}: each with and without exactOptionalPropertyTypes`;
    },
  }));
