import { expect } from '@jest/globals';
import { timer } from 'rxjs';
import { VirtualScheduler, type TimerMode } from './virtual-scheduler.js';

const scheduler = (mode: TimerMode = 'exact') => new VirtualScheduler(mode, () => 0.5);

/** Runs all timers; tells when each delay fired, by the wall clock since the start. */
function firedAt(clock: VirtualScheduler, ...delays: readonly number[]): readonly number[] {
  const start = clock.now();
  const fired: number[] = [];
  for (const delay of delays) timer(delay, clock).subscribe(() => fired.push(clock.now() - start));
  while (clock.nextAt < Infinity) clock.step();
  return fired;
}

describe('VirtualScheduler', () => {
  it('fires timers in the order of their times, and of their making', () => {
    expect(firedAt(scheduler(), 30, 10, 20, 10)).toEqual([10, 10, 20, 30]);
  });

  it('fires late, and all that is due meanwhile with it', () => {
    expect(firedAt(scheduler('late'), 10, 12)).toEqual([25, 25]);
  });

  it('truncates delays', () => {
    expect(firedAt(scheduler('truncated'), 10.9)).toEqual([10]);
  });

  it('fires at once what a platform timer would fire at once', () => {
    const clock = scheduler();
    expect(firedAt(clock, 2 ** 31)).toEqual([1]);
    expect(clock.brokenDelays).toEqual([2 ** 31]);
  });

  it('fires after a sleep what came due in it', () => {
    const clock = scheduler();
    timer(10, clock).subscribe(() => expect(clock.steadyNow).toBe(5000));
    clock.sleep(5000);
    clock.step();
    expect.assertions(1);
  });

  it('keeps its timers when the clock is set', () => {
    const clock = scheduler();
    const start = clock.now();
    timer(10, clock).subscribe(() => expect([clock.steadyNow, clock.now() - start]).toEqual([10, -90]));
    clock.jump(-100);
    clock.step();
    expect.assertions(1);
  });

  it('counts the timers of the client only', () => {
    const clock = scheduler();
    const subscription = timer(10, clock).subscribe();
    clock.later(10, () => undefined);
    expect(clock.pending).toBe(1);
    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
  });
});
