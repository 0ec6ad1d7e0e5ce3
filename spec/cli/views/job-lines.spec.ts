import { expect, it } from '@jest/globals';
import { finalLines } from '../../../cli/views/job-lines.js';
import { TimeoutError, type JobResult, type JobSnapshot } from '../../../lib/index.js';
import { completedSnapshot, runningSnapshot } from '../../../lib/testing/index.js';

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
  ['another URL', { dubbedUrl: 'http://a/d', note: 'fine', size: 3 }, ['  http://a/d']],
  ['a URL without a scheme', { videoUrl: '/files/v.mp4' }, ['  /files/v.mp4']],
])('prints each URL of a result on its own line: %s', (_, result, lines) => {
  expect(linesFor(result)).toEqual(lines);
});

it.each<[string, JobSnapshot | undefined, number | undefined, string]>([
  ['nothing', undefined, undefined, 'no response at the deadline'],
  ['a status', runningSnapshot(), undefined, 'still running at the deadline'],
  [
    "the service's own word",
    runningSnapshot({ statusText: 'rendering' }),
    undefined,
    'still rendering at the deadline',
  ],
  [
    'that it should wait longer',
    undefined,
    90_000,
    'no response, and the service asked to wait 1 m 30 s, past the deadline',
  ],
])('says at the deadline what was last known: %s', (_, snapshot, retryAfterMs, text) => {
  const error = new TimeoutError('m', { ...(retryAfterMs !== undefined && { retryAfterMs }) });
  expect(finalLines({ label: 'French', snapshot, error })).toEqual([`… French: ${text}`]);
});
