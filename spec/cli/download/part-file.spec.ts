import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPart, partPath } from '../../../cli/download/part-file.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
  path = join(folder, 'talk.mp4');
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (): string[] => readdirSync(folder).map(name => join(folder, name));

it('a complete file removes its other part files, and nothing else', async () => {
  const [older, bare] = [partPath(path, '"1"'), partPath(path, undefined)];
  const ofOthers = [partPath(join(folder, 'talk.mp4.b.mp4'), '"1"'), join(folder, 'talk.mp4.mine.part')];
  for (const each of [partPath(path, '"2"'), older, bare, ...ofOthers]) writeFileSync(each, 'x');
  const part = await claimPart(path, '"2"');
  await part.complete();
  expect(inFolder()).toEqual(expect.arrayContaining([path, ...ofOthers]));
  expect(inFolder()).toHaveLength(3);
});

it('only one download writes a part file, and it can be continued later', async () => {
  const part = await claimPart(path, '"1"');
  expect(part.have).toBe(0);
  writeFileSync(part.file, '12345');
  await expect(claimPart(path, '"1"')).rejects.toThrow(`Cannot download: another process is saving ${path}`);
  await expect(claimPart(path, undefined)).rejects.toThrow('another process is saving');
  await part.release();
  expect(inFolder()).toEqual([partPath(path, '"1"')]);
  const later = await claimPart(path, '"1"');
  expect([later.have, readFileSync(later.file, 'utf8')]).toEqual([5, '12345']);
});

it('two that begin at the same time write files of their own', async () => {
  writeFileSync(partPath(path, '"1"'), '12345');
  const claims = await Promise.allSettled([claimPart(path, '"1"'), claimPart(path, '"1"')]);
  const parts = claims.flatMap(claim => (claim.status === 'fulfilled' ? [claim.value] : []));
  expect(new Set(parts.map(({ file }) => file)).size).toBe(parts.length);
  expect(parts.filter(({ have }) => have === 5)).toHaveLength(1);
});

it('takes over from a process that was killed, but not from one on another machine', async () => {
  const { file } = await claimPart(path, '"1"');
  writeFileSync(file, '12345');
  const { pid } = spawnSync(process.execPath, ['--version']);
  renameSync(file, file.replace(`part.${process.pid}-`, `part.${pid}-`));
  const elsewhere = file.replace(/part\.\d+-[\da-f]{4}-/, `part.${pid}-${otherMachine(file)}-`);
  writeFileSync(elsewhere, '1234567');
  const part = await claimPart(path, '"1"');
  expect([part.have, inFolder().sort()]).toEqual([5, [part.file, elsewhere].sort()]);
});

it('keeps nothing of a file without a version, which could be mistaken for another one', async () => {
  const part = await claimPart(path, undefined);
  writeFileSync(part.file, '12345');
  await part.release();
  expect(inFolder()).toEqual([]);
});

/** The mark of another machine in the name of a part file. */
function otherMachine(file: string): string {
  const [, machine = ''] = /part\.\d+-([\da-f]{4})-/.exec(file) ?? [];
  return machine === '0000' ? '0001' : '0000';
}
