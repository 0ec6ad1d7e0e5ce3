import { expect } from '@jest/globals';
import type { KnownJobs } from '../../../../lib/durable/engine/creates.js';
import { nextPart, withAnswered, withFound } from '../../../../lib/durable/policy/worker/next-part.js';

const parts = ['k1', 'k2', 'k3'].map(key => ({ key, request: {} }));

it.each<[string, number, KnownJobs | undefined, string, readonly string[], boolean]>([
  // how many requests there are, what is known; the next key, the ids before it, is it the last?
  ['the first', 3, undefined, 'k1', [], false],
  ['the first if only failed attempts have returned ids', 3, { jobIds: ['x'], answered: 0 }, 'k1', [], false],
  ['the second', 3, { jobIds: ['a', 'x'], answered: 1 }, 'k2', ['a'], false],
  ['the last', 3, { jobIds: ['a', 'b', 'x'], answered: 2 }, 'k3', ['a', 'b'], true],
  ['the only one', 1, undefined, 'k1', [], true],
  [
    'the only one, although another worker has sent several',
    1,
    { jobIds: ['a', 'b'], answered: 2 },
    'k1',
    [],
    true,
  ],
])('the next request of a create is %s', (_title, count, known, key, before, isLast) => {
  expect(nextPart(parts.slice(0, count), known)).toMatchObject({ key, before, isLast });
});

it.each<[string, KnownJobs | undefined, readonly string[] | undefined, KnownJobs | undefined]>([
  ['nothing', undefined, undefined, undefined],
  ['what a failed attempt has returned', undefined, ['x', 'y'], { jobIds: ['x', 'y'], answered: 0 }],
  ['each once', { jobIds: ['x'], answered: 0 }, ['y', 'x'], { jobIds: ['x', 'y'], answered: 0 }],
  [
    'those that were answered first',
    { jobIds: ['a', 'x'], answered: 1 },
    ['y'],
    { jobIds: ['a', 'x', 'y'], answered: 1 },
  ],
  ['no answered one twice', { jobIds: ['a'], answered: 1 }, ['a', 'y'], { jobIds: ['a', 'y'], answered: 1 }],
])('after a failed attempt are known: %s', (_title, known, found, expected) => {
  expect(withFound(known, found)).toEqual(expected);
});

it.each<[string, KnownJobs | undefined, readonly string[], KnownJobs]>([
  ['the first', undefined, ['a'], { jobIds: ['a'], answered: 1 }],
  ['the second', { jobIds: ['a'], answered: 1 }, ['a', 'b'], { jobIds: ['a', 'b'], answered: 2 }],
  [
    'one whose id an earlier attempt had returned, and another id',
    { jobIds: ['x', 'a'], answered: 0 },
    ['a'],
    { jobIds: ['a', 'x'], answered: 1 },
  ],
])('once a request was answered are known: %s', (_title, known, jobIds, expected) => {
  expect(withAnswered(known, jobIds)).toEqual(expected);
});
