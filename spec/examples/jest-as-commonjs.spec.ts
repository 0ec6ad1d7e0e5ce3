import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../helpers/fences.js';

/** The configuration for ts-jest on the page about testing. */
function configOnPage(): string {
  const page = readFileSync(join(root, 'docs/guides/testing.md'), 'utf8');
  const [, config = ''] = /^```ts compile\n(const tsconfig.*?)^```$/ms.exec(page) ?? [];
  return config;
}

/** A package that is ESM only, as ours is. */
const TEST = `import ky from 'ky';
test('an ESM package is compiled', () => { expect(typeof ky.get).toBe('function'); });
`;

const modules = join(root, 'node_modules');

/** How package managers lay out `node_modules`. pnpm links to the folder in which it keeps all packages. */
const LAYOUTS: readonly (readonly [name: string, install: (folder: string) => void])[] = [
  ['npm', folder => symlinkSync(modules, join(folder, 'node_modules'))],
  [
    'pnpm',
    folder => {
      const kept = join(folder, 'node_modules/.pnpm/ky@1.0.0/node_modules/ky');
      cpSync(join(modules, 'ky'), kept, { recursive: true, dereference: true });
      symlinkSync(kept, join(folder, 'node_modules/ky'));
      for (const name of ['ts-jest', 'typescript'])
        symlinkSync(join(modules, name), join(folder, 'node_modules', name));
    },
  ],
];

it.each(LAYOUTS)(
  'a project of %s with ts-jest and a tsconfig.json of its own can use the configuration on the page',
  async (_name, install) => {
    const folder = mkdtempSync(join(tmpdir(), 'jest-as-commonjs-'));
    install(folder);
    writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
    writeFileSync(join(folder, 'jest.config.mjs'), configOnPage());
    // TypeScript 6 takes the folder of the tests for the root, if there is a tsconfig.json.
    writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true } }');
    mkdirSync(join(folder, 'test'));
    writeFileSync(join(folder, 'test/ky.test.ts'), TEST);
    const jest = join(modules, 'jest/bin/jest.js');
    const { NODE_OPTIONS: _, ...env } = process.env;
    const { stderr } = await promisify(execFile)(process.execPath, [jest, '--no-cache'], {
      cwd: folder,
      env,
    });
    expect(stderr).toContain('1 passed');
    rmSync(folder, { recursive: true });
  },
);
