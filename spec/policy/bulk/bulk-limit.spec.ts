import { expect } from '@jest/globals';
import type { BulkFailure } from '../../../lib/policy/bulk/bulk-failure.js';
import {
  afterAnswer,
  afterBulkFailure,
  limitAt,
  type BulkLimit,
} from '../../../lib/policy/bulk/bulk-limit.js';

const MINUTE_MS = 60_000;

describe('how many jobs share a request', () => {
  type Failed = readonly [failure: BulkFailure, count: number];

  it.each<[string, readonly Failed[], number]>([
    ['at first: any number', [], Infinity],
    ['after a refusal: half as many', [['split', 100]], 50],
    ['half of an odd number is rounded down', [['split', 5]], 2],
    [
      'after refusals: half as many each time',
      [
        ['split', 100],
        ['split', 50],
        ['split', 25],
      ],
      12,
    ],
    ['never less than one', [['split', 1]], 1],
    [
      'if the number of jobs did not matter: as before',
      [
        ['split', 100],
        ['fail', 50],
        ['no bulk call', 50],
      ],
      50,
    ],
    ['trouble is not blamed on the request the first time', [['fail and split', 100]], Infinity],
    [
      'the second time it is',
      [
        ['fail and split', 100],
        ['fail and split', 100],
      ],
      50,
    ],
    [
      'trouble after a refusal is blamed at once',
      [
        ['split', 100],
        ['fail and split', 50],
      ],
      25,
    ],
  ])('%s', (_title, failures, most) => {
    const limit = failures.reduce<BulkLimit | undefined>(
      (before, [failure, count]) => afterBulkFailure(before, failure, { index: 1, count }, 0),
      undefined,
    );
    expect(limitAt(limit, 1)).toBe(most);
  });

  it.each<[string, readonly BulkFailure[], number]>([
    ['not after the first trouble', ['fail and split'], Infinity],
    ['after the second, to see whether single requests succeed', ['fail and split', 'fail and split'], 1],
    ['not after a refusal', ['split'], 50],
  ])('the first job of a request is polled alone: %s', (_title, failures, most) => {
    const limit = failures.reduce<BulkLimit | undefined>(
      (before, failure) => afterBulkFailure(before, failure, { index: 0, count: 100 }, 0),
      undefined,
    );
    expect(limitAt(limit, 1)).toBe(most);
  });

  it('is remembered for ten minutes', () => {
    const limit = afterBulkFailure(undefined, 'split', { index: 1, count: 100 }, 5);
    expect([5, 10 * MINUTE_MS + 4, 10 * MINUTE_MS + 5].map(now => limitAt(limit, now))).toEqual([
      50,
      50,
      Infinity,
    ]);
  });

  it.each<[string, readonly Failed[], number]>([
    [
      'trouble is forgotten, since it may have had nothing to do with the jobs',
      [
        ['fail and split', 100],
        ['fail and split', 100],
      ],
      Infinity,
    ],
    ['a refusal is not', [['split', 100]], 50],
    ['nothing changes where nothing was wrong', [], Infinity],
  ])('with a response, %s', (_title, failures, most) => {
    const limit = failures.reduce<BulkLimit | undefined>(
      (before, [failure, count]) => afterBulkFailure(before, failure, { index: 1, count }, 0),
      undefined,
    );
    expect(limitAt(afterAnswer(limit), 1)).toBe(most);
  });
});
