import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { complaintsAbout, programOf } from './helpers/compiled.js';
import { bundled, fencesOf } from './helpers/fences.js';
import { WORLD } from './helpers/page-world.js';

const readme = fencesOf('README.md', WORLD);
const testing = fencesOf('lib/testing/README.md');
const webhooks = fencesOf('lib/webhooks/README.md');
const durable = fencesOf('lib/durable/README.md');
const programs = await bundled([...readme, ...webhooks]);
const types = fileURLToPath(new URL('types/public.types.ts', import.meta.url));

const run = async (file: string) => await promisify(execFile)(process.execPath, [file], { timeout: 120_000 });

it('the examples compile, except those that must not', () => {
  expect(testing).toHaveLength(3);
  expect(readme.length).toBeGreaterThan(10);
  const files = [...readme, ...webhooks, ...testing, ...durable].map(({ file }) => file).concat(types);
  expect(complaintsAbout(programOf(files), files)).toEqual([]);
}, 240_000);

describe('the programs of README.md and of the page on webhooks', () => {
  // Each is a separate process, which must do its work and exit by itself.
  it.each(programs.map(({ title, file }) => [title, file] as const))(
    '%s',
    async (title, file) => {
      const { stdout, stderr } = await run(file);
      expect(stderr).toBe('');
      if (/: (translate|mock|watch)$/.test(title)) expect(stdout.trim()).toMatch(/https?:\S+$/);
    },
    180_000,
  );
});

// Each example of the page on testing is a test file, which must pass.
for (const { file } of testing) await import(file);
