import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { JobResult } from '../../../lib/index.js';
import { FILE_KINDS, resultFiles, type FileKind } from '../../../cli/download/result-files.js';

const at = (path: string) => `https://storage.example/${path}`;
const names = (result: JobResult, kinds: readonly FileKind[] = FILE_KINDS) =>
  resultFiles('talk', result, kinds, 'to').map(({ path }) => path);

it.each([
  [{ videoUrl: at('a') }, ['talk.mp4']],
  [{ videoUrl: at('a.webm?x=1'), srtCaptionUrl: at('b') }, ['talk.webm', 'talk.srt']],
  [{ videoUrl: at('a.mp4'), audioUrl: at('b.MP4') }, ['talk+video.mp4', 'talk+audio.mp4']],
  [{ srtCaptionUrl: at('a.txt'), vttCaptionUrl: at('b.txt') }, ['talk+srt.txt', 'talk+vtt.txt']],
])('%j is saved as %j', (result, expected) => {
  expect(names(result)).toEqual(expected.map(name => join('to', name)));
});

it('names a file the same with and without the other kinds', () => {
  const result = { videoUrl: at('a.mp4'), audioUrl: at('b.mp4') };
  expect(names(result, ['audio'])).toEqual([join('to', 'talk+audio.mp4')]);
});

it('gives the files of different jobs different names', () => {
  const one = { videoUrl: at('a.mp4') };
  const two = { ...one, audioUrl: at('b.mp4') };
  const part = { videoUrl: at('a.part') };
  const jobs: readonly (readonly [string, JobResult])[] = [
    ['a:b', one],
    ['a-b', one],
    ['a.b', one],
    ['a_b', one],
    ['a', two],
    ['a.video', one],
    ['a.mp4', part],
  ];
  const all = jobs.flatMap(([jobId, result]) =>
    resultFiles(jobId, result, FILE_KINDS, 'to').map(({ path }) => path),
  );
  expect(all).toHaveLength(8);
  expect(new Set(all).size).toBe(8);
  // Neither reserved by Windows, nor the name of a file that is not complete yet.
  expect(all.filter(path => /[<>:"\\|?*]|\.part$/.test(path))).toEqual([]);
});
