import { expect } from '@jest/globals';
import { slowedDown, withProgress } from '../../../lib/policy/polling/hints.js';

describe('slowedDown', () => {
  it.each([
    [100, true, 5000],
    [9000, true, 9000],
    [100, false, 100],
  ])('makes %d ms, with slow: %p, %d ms', (askedMs, slow, waitMs) => {
    expect(
      slowedDown(() => askedMs, 5000)({ polls: 1, elapsedMs: 0, status: 'running', random: () => 0.5, slow }),
    ).toBe(waitMs);
  });
});

describe('withProgress', () => {
  it.each([
    // progress, age, interval: the schedule asks for 1000 ms, and 50 ms are the least
    [undefined, 100, 1000],
    // Nothing can be predicted from no progress, however young the job is.
    [0, 0, 1000],
    [0, 100, 1000],
    [0.5, 0, 50],
    [0.5, 100, 100],
    [0.1, 1000, 1000],
    [0.9, 90, 50],
    [1, 100, 50],
  ])('with a progress of %p after %d ms waits %d ms', (progress, elapsedMs, waitMs) => {
    const strategy = withProgress(() => 1000, 50);
    expect(strategy({ polls: 1, elapsedMs, status: 'running', random: () => 0.5, progress })).toBe(waitMs);
  });
});
