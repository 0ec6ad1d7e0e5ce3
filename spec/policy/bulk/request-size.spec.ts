import { expect } from '@jest/globals';
import { countThatFits, mostPerRequest } from '../../../lib/policy/bulk/request-size.js';

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

it.each([
  [undefined, 100],
  [25, 25],
  [1000, 1000],
  [1.5, 1],
  [0, 1],
  [-3, 1],
  [NaN, 100],
  [Infinity, 6000],
  ['many', 100],
  [null, 100],
])('a transport whose bulkLimit is %p gets at most %p ids', (bulkLimit, most) => {
  expect(mostPerRequest(bulkLimit)).toBe(most);
});
