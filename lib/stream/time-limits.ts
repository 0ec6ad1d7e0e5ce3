import type { SchedulerLike, Subscription } from 'rxjs';
import { longTimer } from './long-timer.js';

/** Something that must end in time. */
export interface Limited {
  /** It has not. */
  expire(): void;
}

/**
 * The same time limit for many: they expire in the order in which they began, so one timer serves them all. It goes on while there is work, and is not
 * set anew for each.
 */
export class TimeLimits {
  readonly #limitMs: number;
  readonly #scheduler: SchedulerLike;
  readonly #began = new Map<Limited, number>();
  #timer: Subscription | undefined;

  constructor(limitMs: number, scheduler: SchedulerLike) {
    this.#limitMs = limitMs;
    this.#scheduler = scheduler;
  }

  begin(one: Limited): void {
    this.#began.set(one, this.#scheduler.now());
    if (this.#timer === undefined) this.#setTimer(this.#limitMs);
  }

  end(one: Limited): void {
    this.#began.delete(one);
  }

  /** There will be no more work for now: no timer remains. */
  rest(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }

  #setTimer(waitMs: number): void {
    this.#timer = longTimer(waitMs, this.#scheduler).subscribe(() => {
      this.#timer = undefined;
      this.#sweep();
    });
  }

  #sweep(): void {
    for (const [one, at] of this.#began) {
      const leftMs = at + this.#limitMs - this.#scheduler.now();
      if (leftMs > 0) {
        this.#setTimer(leftMs);
        return;
      }
      this.#began.delete(one);
      one.expire();
    }
  }
}
