import { expect } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundled, complaintsAbout, fencesOf } from './helpers/fences.js';
import { README_WORLD } from './helpers/readme-world.js';

const readme = fencesOf('README.md', README_WORLD);
const testing = fencesOf('lib/testing/README.md');
const webhooks = fencesOf('lib/webhooks/README.md');
const durable = fencesOf('lib/durable/README.md');
const programs = await bundled([...readme, ...webhooks]);
const types = fileURLToPath(new URL('types/public.types.ts', import.meta.url));

it('the examples compile, except those that must not', () => {
  expect(testing).toHaveLength(3);
  expect(readme.length).toBeGreaterThan(12);
  expect(
    complaintsAbout([...readme, ...webhooks, ...testing, ...durable].map(({ file }) => file).concat(types)),
  ).toEqual([]);
}, 240_000);

describe('README.md and the page on webhooks', () => {
  // Each is a separate program, which must do its work and exit by itself.
  it.each(programs.map(({ title, file }, i) => [`${i + 1}. ${title}`, file] as const))(
    '%s',
    async (_title, file) => {
      const { stderr } = await promisify(execFile)(process.execPath, [file], { timeout: 120_000 });
      expect(stderr).toBe('');
    },
    180_000,
  );
});

// Each example of the page on testing is a test file, which must pass.
for (const { file } of testing) await import(file);
