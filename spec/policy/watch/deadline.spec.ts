import { expect } from '@jest/globals';
import fc from 'fast-check';
import { planWait, type Wait } from '../../../lib/policy/watch/deadline.js';

const poll = (waitMs: number): Wait => ({ kind: 'poll', waitMs });
const tooLate = (retryAfterMs: number): Wait => ({ kind: 'too-late', retryAfterMs });

describe('planWait', () => {
  it.each([
    // asked, hint, floor, remaining
    [500, undefined, 10, 9000, poll(500)],
    [500, 2000, 10, 9000, poll(2000)],
    [500, 100, 10, 9000, poll(500)],
    [0, 0, 10, 9000, poll(10)],
    [-5, -5, 10, 9000, poll(10)],
    [500, undefined, 10, 500, poll(500)],
    [500, undefined, 10, 499, poll(499)],
    [500, undefined, 10, 3, poll(3)],
    [500, undefined, 10, 0, poll(0)],
    [500, undefined, 10, -70, poll(0)],
    [500, 9000, 10, 9000, poll(9000)],
    [500, 9001, 10, 9000, tooLate(9001)],
    [500, Number.MAX_VALUE, 10, 9000, tooLate(Number.MAX_VALUE)],
    [Infinity, undefined, 10, 9000, poll(9000)],
    [0, undefined, 0, 9000, poll(0)],
  ])('asked %d, hint %d, floor %d, remaining %d', (askedMs, hintMs, minIntervalMs, remainingMs, wait) => {
    expect(planWait({ askedMs, hintMs, minIntervalMs, remainingMs })).toEqual(wait);
  });

  it('never waits beyond the deadline, nor below the floor unless the deadline comes first', () => {
    const ms = fc.double({ noNaN: true });
    fc.assert(
      fc.property(
        ms,
        fc.option(ms, { nil: undefined }),
        fc.nat(),
        ms,
        (askedMs, hintMs, minIntervalMs, remainingMs) => {
          const wait = planWait({ askedMs, hintMs, minIntervalMs, remainingMs });
          if (wait.kind === 'too-late') return hintMs !== undefined && hintMs > remainingMs;
          const isInTime = wait.waitMs <= Math.max(0, remainingMs);
          return (
            isInTime &&
            (wait.waitMs >= Math.max(0, remainingMs) || wait.waitMs >= Math.max(minIntervalMs, hintMs ?? 0))
          );
        },
      ),
    );
  });
});
