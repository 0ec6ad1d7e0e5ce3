import { hasSlept, isLate } from '../../policy/watch/lateness.js';
import type { NextStep } from '../../policy/watch/decision.js';
import type { Timer, TimerQueue } from '../time/timer-queue.js';

/** What a timer can do to a poll. */
export interface TimedPoll {
  /** Its time has come. @param hasSlept Whether it came while the machine was asleep. */
  onDue(hasSlept: boolean): void;
  /** The deadline of its watch has come; if it is the last poll, its own. */
  onDeadline(): void;
}

/** The plan of a watch that is paused, or has ended. */
const NEVER = { at: Infinity, notBeforeAt: Infinity, isLast: false, until: Infinity } as const;

/** When one poll is due, and the timer for it: first for its time, then for the deadline of its watch. */
export class PollTiming implements Timer {
  // Its place among the timers.
  dueAt = 0;
  order = 0;
  index = -1;
  // The fields of the plan. Kept as an object, it would take a tenth of the memory that lives from one poll to the next (`bench/cost-of-a-poll`).
  plannedAt = Infinity;
  isLast = false;
  #notBeforeAt = Infinity;
  #until = Infinity;
  readonly #timers: TimerQueue;
  readonly #poll: TimedPoll;
  #isForDeadline = false;
  /** Whether the timer fired late the last time: repeated lateness is throttling, not sleep. */
  #wasLate = false;

  constructor(timers: TimerQueue, poll: TimedPoll) {
    this.#timers = timers;
    this.#poll = poll;
  }

  /** Adopts the plan that the watch has decided on. */
  plan(next: NextStep): void {
    const { at, notBeforeAt, isLast, until } = next.type === 'poll' ? next : NEVER;
    this.plannedAt = at;
    this.#notBeforeAt = notBeforeAt;
    this.isLast = isLast;
    this.#until = until;
  }

  /** Has its time come? */
  get isDue(): boolean {
    return this.plannedAt <= this.#timers.now();
  }

  /** May it be sent now, even before it is due? */
  get isAllowed(): boolean {
    return this.#notBeforeAt <= this.#timers.now();
  }

  /** Has the deadline come while it was in flight? */
  get isOverdue(): boolean {
    return !this.isLast && this.#until <= this.#timers.now();
  }

  awaitDue(): void {
    this.#isForDeadline = false;
    this.#timers.set(this, this.plannedAt);
  }

  /** Limits the wait until the poll is sent; for the last poll of a watch, also until its response. */
  awaitDeadline(): void {
    this.#isForDeadline = true;
    this.#timers.set(this, this.#until);
  }

  cancel(): void {
    this.#timers.cancel(this);
  }

  fire(): void {
    if (this.#isForDeadline) {
      this.#poll.onDeadline();
      return;
    }
    const lateMs = this.#timers.now() - this.dueAt;
    const slept = hasSlept(lateMs, this.#wasLate);
    this.#wasLate = isLate(lateMs);
    this.#poll.onDue(slept);
  }
}
