import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Case } from '../consumer/cases.js';
import { jest, testsIn } from '../consumer/jest.js';
import type { Project } from '../consumer/project.js';
import { run } from '../consumer/run.js';
import { tool } from '../consumer/tools.js';
import { packagesInTypes } from './public-types.js';
import { readmePrograms } from './readme-programs.js';
import { sizeOnDisk } from './size-on-disk.js';
import { translateOnTheCommandLine } from './translate-on-the-command-line.js';

const MAX_BYTES = 2.5e6;

/** What a user gets from `npm install heygen-rx rxjs`, and whether it works. */
export const packageCases = (project: Project): readonly Case[] => {
  const cwd = project.folder;
  const installed = `${cwd}/node_modules/heygen-rx`;
  return [
    {
      name: 'installs heygen-rx, rxjs (with tslib) and ky, nothing else',
      run: async () => {
        const tree = await run('npm', ['ls', '--all', '--parseable'], { cwd });
        const names = new Set(tree.split('\n').flatMap(path => path.split('node_modules/')[1] ?? []));
        assert.deepEqual([...names].sort(), ['heygen-rx', 'ky', 'rxjs', 'tslib']);
        return [...names].join(', ');
      },
    },
    {
      name: 'needs no more than 2.5 MB of disk',
      run: () => {
        const bytes = sizeOnDisk(installed);
        assert.ok(bytes <= MAX_BYTES, `${bytes} bytes`);
        return `${megabytes(bytes)}, and ${megabytes(sizeOnDisk(`${cwd}/node_modules/ky`))} for ky`;
      },
    },
    {
      name: 'names the licences of what is bundled',
      run: () => {
        const bundled = [...readFileSync(`${installed}/dist/THIRD-PARTY.md`, 'utf8').matchAll(/^## (\S+)/gm)];
        const names = bundled.map(([, name]) => name);
        for (const name of ['hono', '@hono/node-server', 'zod', 'commander'])
          assert.ok(names.includes(name), name);
        return names.join(', ');
      },
    },
    {
      name: 'has types that import rxjs only',
      run: () => {
        const names = [...packagesInTypes(`${installed}/dist`)].sort();
        assert.deepEqual(names, ['rxjs', 'rxjs/testing']);
        return names.join(', ');
      },
    },
    ...readmePrograms().map(({ file, code }) => ({
      name: `runs ${file} of the README`,
      run: async () => {
        writeFileSync(`${cwd}/${file}`, code);
        return lastLine(await run(process.execPath, [file], { cwd }));
      },
    })),
    {
      name: 'shows the message of an error in the mock backend, not its whole source',
      run: async () => {
        const code =
          "import('heygen-rx/mock-backend').then(mock => mock.createMockBackend({ processingMs: -1 }))";
        const printed = await run(process.execPath, ['-e', code], { cwd }).then(
          () => assert.fail('it was accepted'),
          (error: unknown) => String(error),
        );
        assert.match(printed, /`processingMs` must be at least 0 ms, got -1/);
        assert.ok(printed.length < 2000, `${printed.length} characters`);
        return `${printed.length} characters`;
      },
    },
    { name: 'translates on the command line', run: () => translateOnTheCommandLine(cwd) },
    {
      name: 'lets webpack bundle the mock backend, for Node',
      run: async () => {
        await run(process.execPath, ['webpack.cjs', tool('webpack')], { cwd });
        const printed = await run(process.execPath, ['webpacked/main.js'], { cwd });
        assert.equal(printed, 'completed\nwith its dashboard');
        return printed.replace('\n', ', ');
      },
    },
    {
      name: 'lets Jest load the mock backend as CommonJS',
      run: async () =>
        testsIn(await jest(project, { test: 'mock-backend.test.js', testEnvironment: 'node' })),
    },
    {
      name: 'has types for a browser that do without those of the DOM',
      run: async () => {
        await run(process.execPath, [tool('typescript-6.0/bin/tsc'), '-p', cwd]);
        return 'strict, without skipLibCheck';
      },
    },
  ];
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;

const lastLine = (text: string): string => text.split('\n').at(-1) ?? '';
