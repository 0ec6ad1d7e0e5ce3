import { expect } from '@jest/globals';
import { marbles } from 'heygen-rx/testing';
import { TimerQueue, type Waiter } from '../../../lib/stream/time/timer-queue.js';

const waiter = (goOff: () => void): Waiter => ({ dueAt: 0, order: 0, place: -1, goOff });

describe('TimerQueue', () => {
  it('calls each when its wait is over, in order, and those set again at their new time', () => {
    marbles(({ scheduler, flush }) => {
      const timerQueue = new TimerQueue(scheduler);
      const called: string[] = [];
      const [a, b, c] = ['a', 'b', 'c'].map(name => waiter(() => called.push(`${scheduler.now()} ${name}`)));
      timerQueue.set(a!, 30);
      timerQueue.set(b!, 10);
      timerQueue.set(c!, 20);
      timerQueue.set(a!, 5);
      timerQueue.cancel(c!);
      flush();
      expect(called).toEqual(['5 a', '10 b']);
      expect(scheduler.now()).toBe(10);
    });
  });

  it('lets others come between waits of nothing', () => {
    marbles(({ scheduler, flush }) => {
      const timerQueue = new TimerQueue(scheduler);
      const called: string[] = [];
      let left = 3;
      const again = waiter(() => {
        called.push('again');
        scheduler.schedule(() => called.push('other'));
        if (--left > 0) timerQueue.set(again, 0);
      });
      timerQueue.set(again, 1);
      flush();
      expect(called).toEqual(['again', 'other', 'again', 'other', 'again', 'other']);
    });
  });

  it('never calls who waits for ever, and keeps no timer for it', () => {
    marbles(({ scheduler, flush }) => {
      new TimerQueue(scheduler).set(
        waiter(() => {
          throw new Error('never');
        }),
        Infinity,
      );
      flush();
      expect(scheduler.now()).toBe(0);
    });
  });
});
