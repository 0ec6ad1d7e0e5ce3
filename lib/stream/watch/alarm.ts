import type { SchedulerLike } from 'rxjs';
import type { TimerQueue, Waiter } from '../time/timer-queue.js';

/** A timer so late that the machine must have slept, in ms. */
const SLEPT_MS = 2000;
/** Watches that go on together after a pause or a sleep poll again spread over this time, in ms. */
const SPREAD_MS = 1000;

/**
 * Why a poll was called off before it left: it was still held up at the deadline; it was the last one and did not leave in time; the watch was
 * paused. Never leaves this folder.
 */
export type CalledOff = 'held-up' | 'never-left' | 'paused';

export class CalledOffError extends Error {
  constructor(readonly reason: CalledOff) {
    super(`called off: ${reason}`);
  }
}

/** Who is told that a poll is due. */
export interface DueListener {
  due(): void;
  /** The poll may leave before it is due, with others; or may not, while its watch is paused. At first it may. */
  mayGoSooner(may: boolean): void;
  /** The poll must not leave any more. */
  callOff(error: Error): void;
}

/** Tells when a poll is due: plain calls, since there is one for every poll. */
export interface DueSignal {
  /** Starts; tells this listener from now on, until it is stopped. */
  start(listener: DueListener): void;
  /** Ends; no timer remains. Whoever is due stops it when the poll leaves. */
  stop(): void;
}

/** When an alarm goes off. Instants are epoch ms. */
export interface AlarmTerms {
  readonly dueAt: number;
  /** When the watch ends: no poll is held up longer, and no pause lasts longer. */
  readonly deadlineAt: number;
}

interface AlarmDeps {
  /** No sooner than so many ms after it was set, even when woken. */
  readonly minIntervalMs: number;
  /** How long the last poll, due at the deadline, may be held up. */
  readonly requestTimeoutMs: number;
  readonly timerQueue: TimerQueue;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
}

/**
 * A watch's one alarm, for all its polls: it keeps the wait before a poll, and hears of wake-ups and pauses.
 *
 * It tells that a poll is due at `dueAt`, at a wake-up, or spread out after a pause or a sleep; and calls a poll off that has not left by the deadline,
 * or when a pause begins.
 */
export class Alarm implements DueSignal, Waiter {
  dueAt = 0;
  order = 0;
  place = -1;
  readonly #terms: AlarmTerms;
  readonly #deps: AlarmDeps;
  #listener: DueListener | undefined;
  #expectedAt = 0;
  #phase: 'waiting' | 'spreading' | 'rung' = 'waiting';
  #notBefore = 0;
  #isWoken = false;
  #isPaused = false;

  /** @param terms Read anew at each start. */
  constructor(terms: AlarmTerms, deps: AlarmDeps) {
    this.#terms = terms;
    this.#deps = deps;
  }

  start(listener: DueListener): void {
    const { dueAt, deadlineAt } = this.#terms;
    const now = this.#now();
    this.#listener = listener;
    this.#phase = 'waiting';
    this.#notBefore = now + this.#deps.minIntervalMs;
    if (this.#isPaused) listener.mayGoSooner(false);
    this.#runTo(this.#isPaused ? deadlineAt : this.#isWoken ? Math.min(this.#notBefore, dueAt) : dueAt, now);
  }

  stop(): void {
    this.#listener = undefined;
    this.#deps.timerQueue.cancel(this);
  }

  /** Poll at once; if a poll is under way, once more after it. */
  wake(): void {
    this.#isWoken = true;
    if (this.#listener !== undefined && !this.#isPaused && this.#phase !== 'rung') {
      this.#runTo(Math.min(this.#notBefore, this.#terms.deadlineAt));
    }
  }

  pause(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    if (this.#listener === undefined) return;
    if (isPaused && this.#phase === 'rung') {
      this.#callOff('paused');
      return;
    }
    this.#listener.mayGoSooner(!isPaused);
    if (isPaused) this.#runTo(this.#terms.deadlineAt);
    else this.#spread();
  }

  #now(): number {
    return this.#deps.scheduler.now();
  }

  #spread(): void {
    this.#phase = 'spreading';
    this.#runTo(Math.min(this.#now() + this.#deps.random() * SPREAD_MS, this.#terms.deadlineAt));
  }

  #runTo(at: number, now = this.#now()): void {
    this.#expectedAt = Math.max(at, now);
    this.#deps.timerQueue.set(this, this.#expectedAt - now);
  }

  goOff(): void {
    const now = this.#now();
    if (this.#isPaused) this.#callOff('paused');
    else if (this.#phase === 'rung')
      this.#callOff(this.#expectedAt > this.#terms.deadlineAt ? 'never-left' : 'held-up');
    else if (this.#phase === 'waiting' && now - this.#expectedAt > SLEPT_MS) this.#spread();
    else this.#ring(now);
  }

  #ring(now: number): void {
    this.#phase = 'rung';
    this.#isWoken = false;
    this.#listener?.due();
    // Who still listens could not leave at once: the deadline may come first.
    if (this.#listener === undefined) return;
    const { deadlineAt } = this.#terms;
    this.#runTo(now < deadlineAt ? deadlineAt : deadlineAt + Math.max(1, this.#deps.requestTimeoutMs), now);
  }

  #callOff(reason: CalledOff): void {
    this.#listener?.callOff(new CalledOffError(reason));
  }
}
