import { expect } from '@jest/globals';
import { countThatFits } from '../../../lib/policy/bulk/request-size.js';

const ids = (count: number, length: number): string[] => Array<string>(count).fill('x'.repeat(length));

it.each([
  ['none', [], 0],
  ['a hundred of HeyGen', ids(100, 32), 100],
  ['exactly 6000 characters, commas included', ids(6, 997), 6],
  ['one character too many', [...ids(5, 997), 'x'.repeat(998)], 5],
  ['one that is too long alone', ids(3, 9000), 1],
])('%s', (_title, jobIds, fits) => {
  expect(countThatFits(jobIds)).toBe(fits);
});
