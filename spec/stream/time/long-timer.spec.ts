import { expect } from '@jest/globals';
import { marbles } from 'heygen-rx/testing';
import { longTimer } from '../../../lib/stream/time/long-timer.js';

/** The longest delay of `setTimeout`, in ms. */
const LONGEST_MS = 2 ** 31 - 1;

describe('longTimer', () => {
  it.each([0, 1, LONGEST_MS, LONGEST_MS + 1, 2 * LONGEST_MS, 5 * LONGEST_MS + 7])(
    'fires once, after %d ms, and no platform timer is longer than it can be',
    waitMs => {
      marbles(({ scheduler, expectObservable }) => {
        const delays: number[] = [];
        const platform = {
          now: () => scheduler.now(),
          schedule: ((work, delay = 0, state) => {
            delays.push(delay);
            return scheduler.schedule(work, delay, state);
          }) as typeof scheduler.schedule,
        };
        const timer$ = longTimer(waitMs, platform);
        expectObservable(timer$).toBe(waitMs === 0 ? '(0|)' : `${waitMs}ms (0|)`, [0]);
        scheduler.schedule(() => expect(Math.max(...delays)).toBeLessThanOrEqual(LONGEST_MS), waitMs);
      });
    },
  );

  it('never fires after Infinity', () => {
    marbles(({ scheduler, expectObservable }) => {
      expectObservable(longTimer(Infinity, scheduler)).toBe('-');
    });
  });

  it('leaves no timer behind when it is unsubscribed', () => {
    marbles(({ scheduler, flush }) => {
      const subscription = longTimer(3 * LONGEST_MS, scheduler).subscribe();
      scheduler.schedule(() => subscription.unsubscribe(), 10);
      flush();
      expect(scheduler.now()).toBe(10);
    });
  });
});
