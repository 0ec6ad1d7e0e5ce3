import type { SchedulerLike } from 'rxjs';

/**
 * A scheduler's clock that never goes back, for durations: a clock that is put back by an hour must not make anybody wait for another. What passed since
 * the reading before is lost then, no more.
 */
export class SteadyClock {
  readonly #scheduler: SchedulerLike;
  #latest = -Infinity;
  #setBackMs = 0;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /** Epoch ms, later by as much as the clock was put back. */
  now(): number {
    const now = this.#scheduler.now() + this.#setBackMs;
    if (now < this.#latest) this.#setBackMs += this.#latest - now;
    else this.#latest = now;
    return this.#latest;
  }
}
