import { expect } from '@jest/globals';
import { slowedDown } from '../../../lib/policy/polling/hints.js';

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
