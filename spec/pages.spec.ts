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

const alone = [...readme, ...webhooks];
const together = inOneProcess(guides.filter(({ isProgram }) => isProgram));
const programs = await bundled([...alone, together]);

const run = async (file: string) => await promisify(execFile)(process.execPath, [file], { timeout: 120_000 });

describe('examples', () => {
  const entries = programOf(ENTRY_FILES);
  const names = exportedNames(entries);

  it('compile, on pages and in doc comments', () => {
    expect(testing).toHaveLength(3);
    expect(readme.length).toBeGreaterThan(10);
    expect(guides.length).toBeGreaterThan(35);
    const files = [...alone, ...guides, ...testing, ...durable].map(({ file }) => file);
    const all = [...files, ...exampleFiles(names), types];
    expect(complaintsAbout(programOf([...ENTRY_FILES, ...all], entries), all)).toEqual([]);
  }, 240_000);

  it('are in the doc comment of every exported function and class', () => {
    const without = names.filter(name => needsExample(name) && examplesOf(name).length === 0);
    expect(without.map(({ entry, name }) => `${name} of ${entry}`)).toEqual([]);
  });

  it('are not all there is: every exported name has a doc comment, and so has every member', () => {
    expect(undocumented(entries)).toEqual([]);
  });
});

describe('the programs of README.md and of the page on webhooks', () => {
  // Each is a separate process, which must do its work and exit by itself.
  it.each(programs.slice(0, -1).map(({ title, file }) => [title, file] as const))(
    '%s',
    async (title, file) => {
      const { stdout, stderr } = await run(file);
      expect(stderr).toBe('');
      if (/: (translate|mock|watch)$/.test(title)) expect(stdout.trim()).toMatch(/https?:\S+$/);
    },
    180_000,
  );
});

it('the examples of the guides run, one after the other in one process', async () => {
  const { stderr } = await run(programs.at(-1)!.file);
  expect(stderr).toBe('');
}, 180_000);

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
