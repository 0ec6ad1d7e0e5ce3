import { asyncScheduler, type SchedulerLike } from 'rxjs';

/** Tells the time in ms since the epoch, and never goes back. */
export interface Clock {
  now(): number;
}

/** The clock that all durations and deadlines of a client count on. */
export const steadyClock = (scheduler: SchedulerLike): Clock =>
  scheduler === asyncScheduler ? new PlatformClock() : new ForwardClock(scheduler);

/** A scheduler's clock; if it is set back, it stands still until it has caught up. */
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

/** Farther than this from the platform's time, in ms, is virtual time: inside `TestScheduler.run()` the async scheduler counts frames. */
const VIRTUAL_MS = 86_400_000;

/** The platform's clock: epoch time once, and monotonic time from then on, so that no deadline moves when the system clock is set. */
class PlatformClock implements Clock {
  readonly #virtual = new ForwardClock(asyncScheduler);
  #offsetMs: number | undefined;

  now(): number {
    const told = asyncScheduler.now();
    const monotonic = performance.timeOrigin + performance.now();
    if (Math.abs(told - monotonic) > VIRTUAL_MS) return this.#virtual.now();
    this.#offsetMs ??= told - monotonic;
    return Math.round(monotonic + this.#offsetMs);
  }
}
