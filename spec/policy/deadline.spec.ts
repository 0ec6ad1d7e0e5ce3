import { expect } from '@jest/globals';
import fc from 'fast-check';
import { planWait, type Wait } from '../../lib/policy/deadline.js';

const look = (waitMs: number): Wait => ({ kind: 'look', waitMs });
const tooLate = (retryAfterMs: number): Wait => ({ kind: 'too-late', retryAfterMs });

describe('planWait', () => {
  it.each([
    // asked, hint, floor, remaining
    [500, undefined, 10, 9000, look(500)],
    [500, 2000, 10, 9000, look(2000)],
    [500, 100, 10, 9000, look(500)],
    [0, 0, 10, 9000, look(10)],
    [-5, -5, 10, 9000, look(10)],
    [500, undefined, 10, 500, look(500)],
    [500, undefined, 10, 499, look(499)],
    [500, undefined, 10, 3, look(3)],
    [500, undefined, 10, 0, look(0)],
    [500, undefined, 10, -70, look(0)],
    [500, 9000, 10, 9000, look(9000)],
    [500, 9001, 10, 9000, tooLate(9001)],
    [500, Number.MAX_VALUE, 10, 9000, tooLate(Number.MAX_VALUE)],
    [Infinity, undefined, 10, 9000, look(9000)],
    [0, undefined, 0, 9000, look(0)],
  ])('asked %d, hint %d, floor %d, remaining %d', (askedMs, hintMs, floorMs, remainingMs, wait) => {
    expect(planWait({ askedMs, hintMs, floorMs, remainingMs })).toEqual(wait);
  });

  it('never waits beyond the deadline, nor below the floor unless the deadline comes first', () => {
    const ms = fc.double({ noNaN: true });
    fc.assert(
      fc.property(
        ms,
        fc.option(ms, { nil: undefined }),
        fc.nat(),
        ms,
        (askedMs, hintMs, floorMs, remainingMs) => {
          const wait = planWait({ askedMs, hintMs, floorMs, remainingMs });
          if (wait.kind === 'too-late') return hintMs !== undefined && hintMs > remainingMs;
          const isInTime = wait.waitMs <= Math.max(0, remainingMs);
          return (
            isInTime &&
            (wait.waitMs >= Math.max(0, remainingMs) || wait.waitMs >= Math.max(floorMs, hintMs ?? 0))
          );
        },
      ),
    );
  });
});
