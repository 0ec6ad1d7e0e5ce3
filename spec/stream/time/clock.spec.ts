import { afterEach, expect, jest } from '@jest/globals';
import { asyncScheduler } from 'rxjs';
import { marbles } from 'heygen-rx/testing';
import { steadyClock } from '../../../lib/stream/time/clock.js';

const DAY_MS = 86_400_000;

/** The platform's clock, set to a date and set again later, while monotonic time stands still. */
function setTo(ms: number): void {
  jest.spyOn(Date, 'now').mockReturnValue(ms);
}

afterEach(() => {
  jest.restoreAllMocks();
  // The platform's own is a getter of its prototype.
  Reflect.deleteProperty(performance, 'timeOrigin');
});

describe('the clock of the platform', () => {
  it.each([
    ['an hour ahead', DAY_MS / 24],
    ['an hour back', -DAY_MS / 24],
    ['years ahead, as by a first synchronisation', 5000 * DAY_MS],
    ['years back', -5000 * DAY_MS],
  ])('is unaffected when the system clock is set %s', (_, byMs) => {
    jest.spyOn(performance, 'now').mockReturnValue(1000);
    const at = Math.round(performance.timeOrigin) + 1000;
    setTo(at);
    const clock = steadyClock(asyncScheduler);
    expect(clock.now()).toBe(at);
    setTo(at + byMs);
    expect(clock.now()).toBe(at);
    jest.spyOn(performance, 'now').mockReturnValue(1500);
    setTo(at + byMs + 500);
    expect(clock.now()).toBe(at + 500);
  });

  it('counts from the date when it was made, where the platform has no time origin', () => {
    Object.defineProperty(performance, 'timeOrigin', { value: undefined, configurable: true });
    const monotonic = jest.spyOn(performance, 'now').mockReturnValue(1000);
    const at = 20_000 * DAY_MS;
    setTo(at);
    const clock = steadyClock(asyncScheduler);
    expect(clock.now()).toBe(at);
    monotonic.mockReturnValue(1500);
    expect(clock.now()).toBe(at + 500);
  });

  it('is that of fake timers where these have a date of their own, even without monotonic time', () => {
    setTo(5 * DAY_MS);
    const clock = steadyClock(asyncScheduler);
    expect(clock.now()).toBe(5 * DAY_MS);
    setTo(5 * DAY_MS + 70);
    expect(clock.now()).toBe(5 * DAY_MS + 70);
  });

  it('is that of fake timers with the date of today, even if they leave the monotonic time alone', () => {
    const clock = steadyClock(asyncScheduler);
    const before = clock.now();
    jest.useFakeTimers({ now: before, doNotFake: ['performance'] });
    jest.advanceTimersByTime(20_000);
    expect(clock.now()).toBe(before + 20_000);
    expect(steadyClock(asyncScheduler).now()).toBe(before + 20_000);
    jest.useRealTimers();
  });

  it.each([
    ['the date of today', undefined],
    ['fake timers at 0', 0],
  ])('is virtual in a marble test, also when it was read before: %s', (_, date) => {
    if (date !== undefined) setTo(date);
    const clock = steadyClock(asyncScheduler);
    const before = clock.now();
    marbles(({ scheduler, flush }) => {
      const own = steadyClock(asyncScheduler);
      const passed: number[] = [];
      const [start, ownStart] = [clock.now(), own.now()];
      scheduler.schedule(() => passed.push(clock.now() - start, own.now() - ownStart), 250);
      flush();
      expect(passed).toEqual([250, 250]);
    });
    expect(clock.now()).toBeGreaterThanOrEqual(before);
  });
});
