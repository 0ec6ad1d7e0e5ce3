import { expect } from '@jest/globals';
import { untriedBulkCall, type BulkCall } from '../../../lib/policy/bulk/bulk-call.js';
import {
  countThatFits,
  isTooMuch,
  jobsInNext,
  jobsPerRequest,
  mostPerRequest,
} from '../../../lib/policy/bulk/request-size.js';

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

const statuses = (): undefined => undefined;
const denied = (deniedUntil: number): BulkCall => ({ ...untriedBulkCall, denials: 2, deniedUntil });

it.each([
  ['has no bulk call', { bulkLimit: 25 }, untriedBulkCall, 1],
  ['has one', { statuses, bulkLimit: 25 }, untriedBulkCall, 25],
  ['has one that its service denies', { statuses, bulkLimit: 25 }, denied(51), 1],
  ['has one that its service denied long ago', { statuses }, denied(50), 100],
  ['has one that is not a function', { statuses: 'all' }, untriedBulkCall, 1],
  [
    'cannot say how many it takes',
    {
      statuses,
      get bulkLimit(): number {
        throw new Error('not yet');
      },
    },
    untriedBulkCall,
    1,
  ],
])('requests to a transport that %s', (_title, transport, call, most) => {
  expect(jobsPerRequest(transport, call, 50)).toBe(most);
});

it.each([
  [100, true, 100],
  [1, true, 1],
  // A probe.
  [100, false, 1],
])(
  'of at most %d jobs, with the circuit closed: %p, the next request may have %d',
  (most, isClosed, count) => {
    expect(jobsInNext(most, isClosed)).toBe(count);
  },
);

it.each([
  ['the first, however long its id', 0, 1, 9000, false],
  ['the second of two', 1, 2, 6000, false],
  ['the third of two', 2, 2, 100, true],
  ['one whose id makes the URL too long', 1, 100, 6001, true],
])('%s', (_title, count, most, characters, expected) => {
  expect(isTooMuch(count, most, characters)).toBe(expected);
});
