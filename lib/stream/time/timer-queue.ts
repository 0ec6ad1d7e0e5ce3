import type { SchedulerLike, Subscription } from 'rxjs';
import { isLate } from '../../policy/watch/lateness.js';
import { detached } from '../context/async-context.js';
import { steadyClock, type Clock } from './clock.js';
import { Heap, type HeapItem } from './heap.js';
import { longTimer } from './long-timer.js';

/** A function to be called at a time. */
export interface Timer extends HeapItem {
  /** Called when it is due. */
  fire(): void;
}

/** Runs all timers of a client on one platform timer: a platform timer for each poll would cost more than the rest of the poll (`bench/cost-of-a-poll`). */
export class TimerQueue implements Clock {
  readonly #scheduler: SchedulerLike;
  readonly #clock: Clock;
  readonly #timers = new Heap<Timer>();
  #order = 0;
  #running: Subscription | undefined;
  #runsUntil = Infinity;
  /** How far the clock is behind the platform's timers, in ms: a test has frozen the date, or it was set back during a wait. */
  #lostMs = 0;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.#clock = steadyClock(scheduler);
  }

  now(): number {
    return this.#clock.now() + this.#lostMs;
  }

  /** Sets when the timer fires, in epoch ms, instead of any earlier setting. In the past: now. `Infinity`: never. */
  set(timer: Timer, at: number): void {
    this.#set(timer, at, this.now());
  }

  /** Sets the timer to fire after `waitMs`, instead of any earlier setting. */
  setIn(timer: Timer, waitMs: number): void {
    const now = this.now();
    this.#set(timer, now + waitMs, now);
  }

  /** Whether the timer is to fire. */
  isSet(timer: Timer): boolean {
    return timer.index >= 0;
  }

  /** Cancels a timer. Without timers, no platform timer runs. */
  cancel(timer: Timer): void {
    this.#timers.remove(timer);
    if (this.#timers.first === undefined) this.#stop();
  }

  #set(timer: Timer, at: number, now: number): void {
    timer.dueAt = Math.max(at, now);
    timer.order = this.#order++;
    this.#timers.put(timer);
    // An overdue timer was started before the scheduler's clock was set forward.
    if (timer.dueAt < this.#runsUntil || isLate(now - this.#runsUntil)) this.#run();
  }

  #run(): void {
    const { first } = this.#timers;
    this.#stop();
    if (first === undefined || first.dueAt === Infinity) return;
    const now = this.now();
    this.#runsUntil = Math.max(first.dueAt, now);
    const waitMs = this.#runsUntil - now;
    this.#running = detached(() => longTimer(waitMs, this.#scheduler).subscribe(() => this.#fireAll()));
  }

  #stop(): void {
    this.#running?.unsubscribe();
    this.#running = undefined;
    this.#runsUntil = Infinity;
  }

  /** Fires all timers that are due, but none set meanwhile: those wait for the next platform timer, so that a delay of 0 ms causes no tight loop. */
  #fireAll(): void {
    // A platform timer may fire a fraction of a millisecond early.
    const now = this.now();
    const until = Math.max(now, this.#runsUntil);
    if (until > now + 1) this.#lostMs += until - now;
    const newest = this.#order;
    this.#stop();
    // NaN keeps `set` from starting a platform timer meanwhile, because every comparison with it is false.
    this.#runsUntil = NaN;
    try {
      for (
        let { first } = this.#timers;
        first !== undefined && first.dueAt <= until && first.order < newest;
        { first } = this.#timers
      ) {
        this.#timers.remove(first);
        first.fire();
      }
    } finally {
      this.#run();
    }
  }
}

/** A timer that calls a function. */
export const timerOf = (fire: () => void): Timer => ({ dueAt: 0, order: 0, index: -1, fire });
