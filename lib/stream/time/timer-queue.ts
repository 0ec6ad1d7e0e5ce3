import type { SchedulerLike, Subscription } from 'rxjs';
import { Heap, type Due } from './heap.js';
import { longTimer } from './long-timer.js';
import { SteadyClock } from './steady-clock.js';

/** Somebody who waits, and what happens when the wait is over. */
export interface Waiter extends Due {
  goOff(): void;
}

/**
 * One timer for all who wait. A timer each costs more than the rest of a polls: what is made anew for every wait lives through it, outlasts the
 * young generation of the heap, and must be collected from the old one.
 */
export class TimerQueue {
  readonly #scheduler: SchedulerLike;
  readonly #clock: SteadyClock;
  readonly #queue = new Heap<Waiter>();
  #order = 0;
  #timer: Subscription | undefined;
  #timerAt = Infinity;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.#clock = new SteadyClock(scheduler);
  }

  /** Calls `waiter` in so many ms, instead of when it was to be called before. `Infinity`: never. */
  set(waiter: Waiter, waitMs: number): void {
    waiter.dueAt = this.#clock.now() + waitMs;
    waiter.order = this.#order++;
    this.#queue.put(waiter);
    if (waiter.dueAt < this.#timerAt) this.#arm();
  }

  /** Calls `waiter` no more. After the last one no timer remains. */
  cancel(waiter: Waiter): void {
    this.#queue.remove(waiter);
    if (this.#queue.size === 0) this.#disarm();
  }

  #arm(): void {
    const { first } = this.#queue;
    this.#disarm();
    if (first === undefined || first.dueAt === Infinity) return;
    this.#timerAt = first.dueAt;
    const waitMs = Math.max(0, first.dueAt - this.#clock.now());
    this.#timer = longTimer(waitMs, this.#scheduler).subscribe(() => this.#callAll());
  }

  #disarm(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
    this.#timerAt = Infinity;
  }

  /** All that are due, but none that join meanwhile: they get a timer, so that a wait of nothing is no hot loop. */
  #callAll(): void {
    // A platform's timer may be a fraction early by the clock.
    const until = Math.max(this.#clock.now(), this.#timerAt);
    const newcomer = this.#order;
    this.#disarm();
    // No call arms the timer in between.
    this.#timerAt = -Infinity;
    try {
      for (
        let { first } = this.#queue;
        first !== undefined && first.dueAt <= until && first.order < newcomer;
        { first } = this.#queue
      ) {
        this.#queue.remove(first);
        first.goOff();
      }
    } finally {
      this.#arm();
    }
  }
}
