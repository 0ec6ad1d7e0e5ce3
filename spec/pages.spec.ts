import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pictures } from '../docs/pictures/pictures.js';
import { complaintsAbout, programOf } from './helpers/compiled.js';
import {
  ENTRY_FILES,
  exampleFiles,
  examplesOf,
  exportedNames,
  needsExample,
  undocumented,
} from './helpers/doc-comments.js';
import { bundled, fencesOf, inOneProcess, root } from './helpers/fences.js';
import { deadLinks } from './helpers/links.js';
import { WORLD } from './helpers/page-world.js';

const readme = fencesOf('README.md', WORLD);
const guidePages = [
  'docs/index.md',
  ...readdirSync(join(root, 'docs/guides')).map(name => `docs/guides/${name}`),
];
const guides = guidePages.flatMap(page => fencesOf(page, WORLD));
const testing = fencesOf('lib/testing/README.md');
const webhooks = fencesOf('lib/webhooks/README.md');
const durable = fencesOf('lib/durable/README.md');
const types = fileURLToPath(new URL('types/public.types.ts', import.meta.url));

/** Programs of README.md that print the address of a result last. The other examples run in one process. */
const ADDRESS_LAST = ['translate', 'mock', 'watch'];
const all = [...readme, ...webhooks, ...guides];
const alone = readme.filter(({ name }) => ADDRESS_LAST.includes(name));
const together = inOneProcess(all.filter(fence => fence.isProgram && !alone.includes(fence)));
const programs = await bundled([...alone, together]);

/** Runs a program to its end: it must exit by itself, without an error. */
async function outputOf(program: string): Promise<string> {
  const found = programs.find(({ name }) => name === program);
  if (found === undefined) throw new Error(`No program of README.md calls itself ${program}.mjs`);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [found.file], { timeout: SLOW_MS });
  expect(stderr).toBe('');
  return stdout;
}

/** A time limit for what takes seconds, and minutes on a slow machine. */
const SLOW_MS = 900_000;

describe('examples', () => {
  const entries = programOf(ENTRY_FILES);
  const names = exportedNames(entries);

  it(
    'compile, on pages and in doc comments',
    () => {
      expect(testing).toHaveLength(4);
      expect(readme.length).toBeGreaterThan(10);
      expect(guides.length).toBeGreaterThan(35);
      const files = [
        ...[...all, ...testing, ...durable].map(({ file }) => file),
        ...exampleFiles(names),
        types,
      ];
      expect(complaintsAbout(programOf([...ENTRY_FILES, ...files]), files)).toEqual([]);
    },
    SLOW_MS,
  );

  it('are in the doc comment of every exported function and class', () => {
    const without = names.filter(name => needsExample(name) && examplesOf(name).length === 0);
    expect(without.map(({ entry, name }) => `${name} of ${entry}`)).toEqual([]);
  });

  it('are not all there is: every exported name has a doc comment, and so has every member', () => {
    expect(undocumented(entries)).toEqual([]);
  });
});

describe('the programs', () => {
  it.concurrent.each(ADDRESS_LAST)(
    '%s of README.md prints the URL of its result last',
    async name => {
      expect((await outputOf(name)).trim()).toMatch(/https?:\S+$/);
    },
    SLOW_MS,
  );

  it.concurrent(
    'and all other examples run in one process',
    async () => {
      expect(await outputOf(together.name)).toContain('completed');
    },
    SLOW_MS,
  );
});

describe('pages', () => {
  const pages = ['README.md', ...guidePages];

  it('create no job without a language, and swallow no error', () => {
    for (const page of pages) {
      const code = [...readFileSync(join(root, page), 'utf8').matchAll(/^```[jt]s.*?^```$/gms)].join('\n');
      expect(code).not.toMatch(/(?:translate|createJob)\(\)|createBatchJobs\(\d/);
      // Streams of jobs can fail: each subscription says what happens then.
      expect(code).not.toMatch(/(?:translate|watch|translateBatch|watchBatch)\([^;]*\.subscribe\((?!\{)/);
    }
  });

  it('have no link that leads nowhere', () => {
    expect(deadLinks([...pages, 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md'])).toEqual([]);
  });

  it.each(pictures().map(({ file, svg }) => [file.split('/').at(-1)!, file, svg] as const))(
    'show in %s what the library does: `npm run docs:pictures` draws it',
    (_name, file, svg) => {
      expect(readFileSync(file, 'utf8')).toBe(svg);
    },
  );
});

// Each example of the page on testing is a test file, which must pass.
for (const { file } of testing) await import(file);
