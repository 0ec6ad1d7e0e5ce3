import type { SchedulerLike } from 'rxjs';
import type { Timetable, Waiter } from './timetable.js';

/** A timer so late that the machine must have slept, in ms. */
const SLEPT_MS = 2000;
/** Watches that go on together after a pause or a sleep look again spread over this time, in ms. */
export const SPREAD_MS = 1000;

/**
 * Why a look was called off before it left: it was still held up at the deadline; it was the last one and did not leave in time; the watch was
 * paused. Never leaves this folder.
 */
export type CalledOff = 'held-up' | 'never-left' | 'paused';

export class CalledOffError extends Error {
  constructor(readonly reason: CalledOff) {
    super(`called off: ${reason}`);
  }
}

/** The look that an alarm is for. */
export interface Alarmed {
  /** It is due. */
  comeDue(): void;
  /** It must not be sent any more. */
  callOff(reason: Error): void;
}

interface AlarmDeps {
  readonly timetable: Timetable;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  /** No look sooner than so many ms after it was set, even when woken. */
  readonly floorMs: number;
  /** So long the last look, due at the deadline, may be held up. */
  readonly requestTimeoutMs: number;
}

/** A watch's one alarm, for all its looks: it keeps the wait before each, and hears of wake-ups and pauses. */
export class Alarm implements Waiter {
  dueAt = 0;
  order = 0;
  place = -1;
  readonly #deps: AlarmDeps;
  readonly #deadlineAt: number;
  #alarmed: Alarmed | undefined;
  #expectedAt = 0;
  #notBefore = 0;
  #phase: 'waiting' | 'spreading' | 'rung' = 'waiting';
  #isWoken = false;
  #isPaused = false;

  /** @param deadlineAt When the watch ends, epoch ms: no look is held up longer, and no pause lasts longer. */
  constructor(deadlineAt: number, deps: AlarmDeps) {
    this.#deadlineAt = deadlineAt;
    this.#deps = deps;
  }

  /**
   * Waits until a look is due: at `lookAt` (epoch ms), at a wake-up, or spread out after a pause or a sleep. Calls it off if it has not left at the
   * deadline, or when a pause begins after it came due.
   */
  set(lookAt: number, alarmed: Alarmed): void {
    this.#alarmed = alarmed;
    this.#phase = 'waiting';
    this.#notBefore = this.#now() + this.#deps.floorMs;
    if (this.#isPaused) this.#runTo(this.#deadlineAt);
    else this.#runTo(this.#isWoken ? Math.min(this.#notBefore, lookAt) : lookAt);
  }

  /** The look has left, or nobody wants it any more. */
  stop(): void {
    this.#alarmed = undefined;
    this.#deps.timetable.cancel(this);
  }

  /** Look at once; if a look is under way, once more after it. */
  wake(): void {
    this.#isWoken = true;
    if (this.#alarmed !== undefined && !this.#isPaused && this.#phase !== 'rung') {
      this.#runTo(Math.min(this.#notBefore, this.#deadlineAt));
    }
  }

  pause(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    if (this.#alarmed === undefined) return;
    if (!isPaused) this.#spread();
    else if (this.#phase === 'rung') this.#alarmed.callOff(new CalledOffError('paused'));
    else this.#runTo(this.#deadlineAt);
  }

  goOff(): void {
    if (this.#isPaused) this.#callOff('paused');
    else if (this.#phase === 'rung')
      this.#callOff(this.#expectedAt > this.#deadlineAt ? 'never-left' : 'held-up');
    else if (this.#phase === 'waiting' && this.#now() - this.#expectedAt > SLEPT_MS) this.#spread();
    else this.#ring();
  }

  #now(): number {
    return this.#deps.scheduler.now();
  }

  #spread(): void {
    this.#phase = 'spreading';
    this.#runTo(Math.min(this.#now() + this.#deps.random() * SPREAD_MS, this.#deadlineAt));
  }

  #runTo(at: number): void {
    this.#expectedAt = at;
    this.#deps.timetable.set(this, Math.max(0, at - this.#now()));
  }

  #ring(): void {
    this.#phase = 'rung';
    this.#isWoken = false;
    this.#alarmed?.comeDue();
    if (this.#isHeldUp) {
      const lastAt = this.#deadlineAt + Math.max(1, this.#deps.requestTimeoutMs);
      this.#runTo(this.#now() < this.#deadlineAt ? this.#deadlineAt : lastAt);
    }
  }

  /** Due, and neither gone nor set anew for the next look: it could not leave at once, and the deadline may come first. */
  get #isHeldUp(): boolean {
    return this.#alarmed !== undefined && this.#phase === 'rung';
  }

  #callOff(reason: CalledOff): void {
    this.#alarmed?.callOff(new CalledOffError(reason));
  }
}
