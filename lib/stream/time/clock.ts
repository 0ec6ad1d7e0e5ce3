import { asyncScheduler, type SchedulerLike } from 'rxjs';

/** The time in ms since the epoch; it never goes back. */
export interface Clock {
  now(): number;
}

/** The clock for all durations and deadlines of a client. */
export const steadyClock = (scheduler: SchedulerLike): Clock =>
  scheduler === asyncScheduler ? new PlatformClock() : new ForwardClock(scheduler);

/** The clock of a scheduler. If it is set back, the time continues from where it was. */
class ForwardClock implements Clock {
  readonly #scheduler: SchedulerLike;
  #latest = -Infinity;
  #setBackMs = 0;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  now(): number {
    const now = this.#scheduler.now() + this.#setBackMs;
    if (now < this.#latest) this.#setBackMs += this.#latest - now;
    else this.#latest = now;
    return this.#latest;
  }
}

const DAY_MS = 86_400_000;

/** Two clocks more than a day apart mean virtual time: inside `TestScheduler.run()` the async scheduler counts frames from 0, and fake timers may have any date. */
const isVirtual = (differenceMs: number): boolean => Math.abs(differenceMs) > DAY_MS;

/**
 * Detects the fake timers of Vitest before version 3: timers and date are virtual, the monotonic clock is not. Jest, Vitest and Sinon use the same fake timers, which
 * mark the functions they replace.
 */
// eslint-disable-next-line no-restricted-globals -- checked for being fake, not called
const isMonotonicClockLeftOut = (): boolean => 'clock' in setTimeout && !('clock' in performance);

/** The platform's clock: epoch time at the start, monotonic time from then on, so that deadlines do not move when the system clock is set. */
class PlatformClock implements Clock {
  readonly #virtual = new ForwardClock(asyncScheduler);
  // Some versions of React Native have no `timeOrigin`.
  readonly #originMs =
    (performance as Partial<Performance>).timeOrigin ?? asyncScheduler.now() - performance.now();
  #offsetMs: number | undefined;

  now(): number {
    const monotonic = this.#originMs + performance.now();
    const epoch = asyncScheduler.now();
    const offsetMs = this.#offsetMs ?? epoch - monotonic;
    const now = monotonic + offsetMs;
    // Later on, they may also differ because the system clock was set.
    // eslint-disable-next-line no-restricted-globals -- this date is not virtual in a `TestScheduler`
    const isTestScheduler = isVirtual(epoch - now) && isVirtual(epoch - Date.now());
    if (isMonotonicClockLeftOut() || isVirtual(offsetMs) || isTestScheduler) return this.#virtual.now();
    this.#offsetMs = offsetMs;
    return Math.round(now);
  }
}
