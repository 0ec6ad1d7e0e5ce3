import { expect, it } from '@jest/globals';
import { finalLines } from '../../../cli/views/job-lines.js';
import type { JobResult } from '../../../lib/index.js';
import { completedSnapshot } from '../../../lib/testing/index.js';

const linesFor = (result: JobResult) =>
  finalLines({ label: 'French', snapshot: completedSnapshot({ elapsedMs: 4200, result }) }).slice(1);

it.each<[string, JobResult, readonly string[]]>([
  ['nothing', {}, []],
  ['a video', { videoUrl: 'https://a/v.mp4' }, ['  https://a/v.mp4']],
  ['audio only', { audioUrl: 'https://a/a.mp3' }, ['  https://a/a.mp3']],
  [
    'everything, in a fixed order',
    {
      vttCaptionUrl: 'https://a/c.vtt',
      srtCaptionUrl: 'https://a/c.srt',
      audioUrl: 'https://a/a.mp3',
      videoUrl: 'https://a/v.mp4',
    },
    ['  https://a/v.mp4', '  https://a/a.mp3', '  https://a/c.srt', '  https://a/c.vtt'],
  ],
  ['the same twice', { videoUrl: 'https://a/v', audioUrl: 'https://a/v' }, ['  https://a/v']],
  ['another address', { dubbedUrl: 'http://a/d', note: 'fine', size: 3 }, ['  http://a/d']],
  ['an address without a scheme', { videoUrl: '/files/v.mp4' }, ['  /files/v.mp4']],
])('prints each address of a result on its own line: %s', (_, result, lines) => {
  expect(linesFor(result)).toEqual(lines);
});
