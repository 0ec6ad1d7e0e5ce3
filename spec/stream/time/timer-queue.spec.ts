import { expect } from '@jest/globals';
import { marbles } from 'heygen-rx/testing';
import { TimerQueue, timerOf } from '../../../lib/stream/time/timer-queue.js';

describe('TimerQueue', () => {
  it('fires each timer at its time, in order, and a rescheduled one at its new time', () => {
    marbles(({ scheduler, flush }) => {
      const timerQueue = new TimerQueue(scheduler);
      const called: string[] = [];
      const [a, b, c] = ['a', 'b', 'c'].map(name => timerOf(() => called.push(`${scheduler.now()} ${name}`)));
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

  it('takes a wait, tells whether a timer is set, and needs no platform timer once all are cancelled', () => {
    marbles(({ scheduler, flush }) => {
      const timerQueue = new TimerQueue(scheduler);
      const called: number[] = [];
      const [a, b] = [timerOf(() => called.push(scheduler.now())), timerOf(() => called.push(-1))];
      scheduler.schedule(() => timerQueue.setIn(a, 5), 10);
      scheduler.schedule(() => timerQueue.setIn(b, 100), 10);
      scheduler.schedule(() => {
        expect([timerQueue.isSet(a), timerQueue.isSet(b)]).toEqual([false, true]);
        timerQueue.cancel(b);
        expect(timerQueue.isSet(b)).toBe(false);
      }, 20);
      flush();
      expect(called).toEqual([15]);
      expect(scheduler.now()).toBe(20);
    });
  });

  it('lets other work run between timers due at once', () => {
    marbles(({ scheduler, flush }) => {
      const timerQueue = new TimerQueue(scheduler);
      const called: string[] = [];
      let left = 3;
      const again = timerOf(() => {
        called.push('again');
        scheduler.schedule(() => called.push('other'));
        if (--left > 0) timerQueue.set(again, scheduler.now());
      });
      timerQueue.set(again, 1);
      flush();
      expect(called).toEqual(['again', 'other', 'again', 'other', 'again', 'other']);
    });
  });

  it('needs no second platform timer if one fires a fraction of a millisecond early', () => {
    marbles(({ scheduler, flush }) => {
      let started = 0;
      const clock = {
        now: () => scheduler.now() - 0.4,
        schedule: ((work: () => void, delay = 0) => {
          if (++started > 3) throw new Error('one platform timer after another');
          return scheduler.schedule(work, Math.floor(delay));
        }) as typeof scheduler.schedule,
      };
      const called: number[] = [];
      new TimerQueue(clock).set(
        timerOf(() => called.push(scheduler.now())),
        10,
      );
      flush();
      expect(called).toEqual([10]);
      expect(started).toBe(1);
    });
  });

  it('counts the time of its timers where the date is frozen, and where it is set back during a wait', () => {
    marbles(({ scheduler, flush }) => {
      let backMs = 0;
      const behind = (now: () => number) => ({ now, schedule: scheduler.schedule.bind(scheduler) });
      const read: string[] = [];
      for (const clock of [behind(() => 1000), behind(() => 1000 + scheduler.now() - backMs)]) {
        const timerQueue = new TimerQueue(clock);
        const tick = timerOf(() => {
          read.push(`${scheduler.now()} ms: ${timerQueue.now()}`);
          if (scheduler.now() < 60) timerQueue.set(tick, timerQueue.now() + 30);
        });
        timerQueue.set(tick, timerQueue.now() + 30);
      }
      scheduler.schedule(() => (backMs = 500), 10);
      flush();
      expect(read).toEqual(['30 ms: 1030', '30 ms: 1030', '60 ms: 1060', '60 ms: 1060']);
    });
  });

  it('treats a timer set in the past as due now, not as late', () => {
    marbles(({ scheduler, flush }) => {
      const timerQueue = new TimerQueue(scheduler);
      const called: string[] = [];
      scheduler.schedule(() => {
        const past = timerOf(() => called.push(`${scheduler.now()}: due at ${past.dueAt}`));
        timerQueue.set(past, -3_600_000);
      }, 10);
      flush();
      expect(called).toEqual(['10: due at 10']);
    });
  });

  it('never fires a timer set to Infinity, and sets no platform timer for it', () => {
    marbles(({ scheduler, flush }) => {
      new TimerQueue(scheduler).set(
        timerOf(() => {
          throw new Error('never');
        }),
        Infinity,
      );
      flush();
      expect(scheduler.now()).toBe(0);
    });
  });

  it('does not wait for a timer of before the clock was set forward', () => {
    marbles(({ scheduler, flush }) => {
      let forwardMs = 0;
      const clock = {
        now: () => scheduler.now() + forwardMs,
        schedule: scheduler.schedule.bind(scheduler),
      };
      const timerQueue = new TimerQueue(clock);
      const called: string[] = [];
      timerQueue.set(
        timerOf(() => called.push('old')),
        300_000,
      );
      scheduler.schedule(() => {
        forwardMs = 3_600_000;
        timerQueue.set(
          timerOf(() => called.push('new')),
          timerQueue.now(),
        );
      }, 10);
      scheduler.schedule(() => called.push('later'), 20);
      flush();
      expect(called).toEqual(['old', 'new', 'later']);
    });
  });
});
