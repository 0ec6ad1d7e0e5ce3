import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completePart, partPath } from '../../../cli/download/part-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a complete file removes its other part files, and nothing else', async () => {
  const path = join(folder, 'talk.mp4');
  const [part, older] = [partPath(path, '"2"'), partPath(path, '"1"')];
  const ofOthers = [partPath(join(folder, 'talk.mp4.b.mp4'), '"1"'), join(folder, 'talk.mp4.mine.part')];
  for (const each of [part, older, partPath(path, undefined), ...ofOthers]) writeFileSync(each, 'x');
  await completePart(part, path);
  expect(readdirSync(folder).map(name => join(folder, name))).toEqual(
    expect.arrayContaining([path, ...ofOthers]),
  );
  expect(readdirSync(folder)).toHaveLength(3);
});
