import { expect, it } from '@jest/globals';
import { jobKeys } from '../../../cli/requests/job-keys.js';

const french = { video: 'v', outputLanguage: 'French' };
const german = { video: 'v', outputLanguage: 'German' };

it('derives a key from its request, not from its position', () => {
  const [ofFrench, ofGerman] = jobKeys('night', [french, german]);
  expect(jobKeys('night', [german, { ...french, title: 'T' }, french])).toEqual([
    ofGerman,
    expect.not.stringMatching(ofFrench!),
    ofFrench,
  ]);
  expect(jobKeys('night', [french])).toEqual([ofFrench]);
  expect(jobKeys('day', [french])).not.toEqual([ofFrench]);
});

it('ignores the order of fields, and gives equal requests different keys', () => {
  const reordered = { outputLanguage: 'French', video: 'v' };
  const [first, second] = jobKeys('night', [french, reordered]);
  expect(first).not.toBe(second);
  expect(jobKeys('night', [reordered])).toEqual([first]);
});

it('makes keys that services accept', () => {
  for (const key of jobKeys('night-1', [french, french])) expect(key).toMatch(/^[\w:.-]{1,240}$/);
});
