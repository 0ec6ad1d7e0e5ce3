import { expect } from '@jest/globals';
import {
  untriedBulkCall,
  whenAnswered,
  whenBulkFailed,
  type BulkCall,
} from '../../../lib/policy/bulk/bulk-call.js';
import type { BulkFailure } from '../../../lib/policy/bulk/bulk-failure.js';

const MINUTE_MS = 60_000;

/** A number: a request for this many jobs was answered. */
type Happening = readonly [at: number, what: BulkFailure | number];

const after = (happenings: readonly Happening[]): BulkCall =>
  happenings.reduce(
    (call, [at, what]) =>
      typeof what === 'number' ? whenAnswered(call, what) : whenBulkFailed(call, what, at),
    untriedBulkCall,
  );

describe('a service that says it has no bulk call', () => {
  it.each<[string, readonly number[], number]>([
    ['once: not believed', [100], 100],
    ['twice: believed for ten minutes', [100, 200], 200 + 10 * MINUTE_MS],
    ['again, after those: for ten more', [100, 200, 11 * MINUTE_MS], 21 * MINUTE_MS],
  ])('%s', (_title, times, until) => {
    expect(after(times.map(at => [at, 'no bulk call'])).deniedUntil).toBe(until);
  });
});

describe('a failing bulk call', () => {
  const trouble = (at: number): Happening => [at, 'fail and split'];

  it.each<[string, readonly Happening[], boolean]>([
    ['while nothing succeeds: an outage', [trouble(1), trouble(2), trouble(3)], false],
    ['while a single request succeeded, once: it may pass', [[1, 1], trouble(2), trouble(3)], false],
    [
      'while single requests succeed, twice: in effect there is none',
      [[1, 1], trouble(2), [3, 1], trouble(4)],
      true,
    ],
    [
      'that has worked, even if single requests succeed',
      [[1, 2], [2, 1], trouble(3), [4, 1], trouble(5)],
      false,
    ],
    ['that works at the second attempt', [[1, 1], trouble(2), [3, 2], [4, 1], trouble(5)], false],
    ['that has worked, and is gone', [[1, 2], [2, 'no bulk call'], [3, 1], trouble(4)], true],
    [
      'that refuses its jobs',
      [
        [1, 1],
        [2, 'split'],
        [3, 1],
        [4, 'split'],
      ],
      false,
    ],
    [
      'because of the network',
      [
        [1, 1],
        [2, 'fail'],
        [3, 1],
        [4, 'fail'],
      ],
      false,
    ],
  ])('%s', (_title, happenings, isDenied) => {
    expect(after(happenings).deniedUntil > MINUTE_MS).toBe(isDenied);
  });
});
