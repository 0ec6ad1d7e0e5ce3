import { expect, it } from '@jest/globals';
import { plannedJobs } from '../../../cli/requests/planned-jobs.js';

const A = 'https://example.com/2026/a.mp4?token=1';
const B = 'https://example.com/b.mp4';
const OTHER_A = 'https://example.org/a.mp4';

it.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['one video by its languages', [A], ['French', 'German'], ['French', 'German']],
  ['one video without a language by its name', [A], [], ['a.mp4']],
  ['several by both', [A, B], ['French'], ['a.mp4 French', 'b.mp4 French']],
  [
    'those of one name by their URLs',
    [A, B, OTHER_A],
    ['French'],
    ['example.com/2026/a.mp4 French', 'b.mp4 French', 'example.org/a.mp4 French'],
  ],
  [
    'paths of Windows by their last parts, or in full',
    ['C:\\talks\\a.mp4', 'D:\\b.mp4', 'D:\\a.mp4'],
    [],
    ['C:\\talks\\a.mp4', 'b.mp4', 'D:\\a.mp4'],
  ],
  ['an asset by its id', ['asset:1', 'asset:2'], [], ['1', '2']],
  ['one that is named twice once', [A, A], ['French', 'French'], ['French']],
])('names %s', (_, videos, languages, labels) => {
  expect(plannedJobs(videos, { languages }).map(({ label }) => label)).toEqual(labels);
});

it('sends URLs and assets as they are, in each language', () => {
  expect(plannedJobs([A, 'asset:1'], { languages: ['French'], title: 'T' })).toMatchObject([
    { request: { video: A, outputLanguage: 'French', title: 'T' } },
    { request: { video: { assetId: '1' }, outputLanguage: 'French', title: 'T' } },
  ]);
});
