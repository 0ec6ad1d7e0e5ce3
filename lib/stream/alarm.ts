import { Observable, type SchedulerLike, type Subscriber, type Subscription } from 'rxjs';
import { longTimer } from './long-timer.js';

/** A timer so late that the machine must have slept, in ms. */
const SLEPT_MS = 2000;
/** Watches that go on together after a pause or a sleep look again spread over this time, in ms. */
const SPREAD_MS = 1000;

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

/** When an alarm goes off. Instants are epoch ms. */
export interface AlarmTerms {
  readonly dueAt: number;
  /** When the watch ends: no look is held up longer, and no pause lasts longer. */
  readonly deadlineAt: number;
  /** How long the last look, due at the deadline, may be held up. */
  readonly lastLookMs: number;
  /** No sooner than so many ms after it was set, even when woken. */
  readonly floorMs: number;
}

interface AlarmDeps {
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
}

/** A watch's one timer: it keeps the wait before a look, and hears of wake-ups and pauses. */
export class Alarm {
  readonly #scheduler: SchedulerLike;
  readonly #random: () => number;
  #terms: AlarmTerms = { dueAt: 0, deadlineAt: 0, lastLookMs: 0, floorMs: 0 };
  #listener: Subscriber<void> | undefined;
  #timer: Subscription | undefined;
  #phase: 'waiting' | 'spreading' | 'rung' = 'waiting';
  #notBefore = 0;
  #isWoken = false;
  #isPaused = false;

  constructor({ scheduler, random }: AlarmDeps) {
    this.#scheduler = scheduler;
    this.#random = random;
  }

  /** Sets the alarm for the next subscription. */
  set(terms: AlarmTerms): void {
    this.#terms = terms;
  }

  /**
   * *Emits* when a look is due: at `dueAt`, at a wake-up, or spread out after a pause or a sleep. *Errors* with `CalledOffError` while it is still
   * listened to at the deadline, or when a pause begins after it went off. *On unsubscribe* no timer remains.
   */
  readonly due$ = new Observable<void>(subscriber => {
    this.#listener = subscriber;
    this.#phase = 'waiting';
    this.#notBefore = this.#scheduler.now() + this.#terms.floorMs;
    subscriber.add(() => {
      this.#timer?.unsubscribe();
      this.#timer = this.#listener = undefined;
    });
    this.#runTo(
      this.#isPaused
        ? this.#terms.deadlineAt
        : this.#isWoken
          ? Math.min(this.#notBefore, this.#terms.dueAt)
          : this.#terms.dueAt,
    );
  });

  /** Look at once; if a look is under way, once more after it. */
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
    if (!isPaused) this.#spread();
    else if (this.#phase === 'rung') this.#listener.error(new CalledOffError('paused'));
    else this.#runTo(this.#terms.deadlineAt);
  }

  #spread(): void {
    this.#phase = 'spreading';
    this.#runTo(Math.min(this.#scheduler.now() + this.#random() * SPREAD_MS, this.#terms.deadlineAt));
  }

  #runTo(at: number): void {
    this.#timer?.unsubscribe();
    const waitMs = Math.max(0, at - this.#scheduler.now());
    this.#timer = longTimer(waitMs, this.#scheduler).subscribe(() => this.#goOff(at));
  }

  #goOff(expectedAt: number): void {
    if (this.#isPaused) this.#callOff('paused');
    else if (this.#phase === 'rung')
      this.#callOff(expectedAt > this.#terms.deadlineAt ? 'never-left' : 'held-up');
    else if (this.#phase === 'waiting' && this.#scheduler.now() - expectedAt > SLEPT_MS) this.#spread();
    else this.#ring();
  }

  #ring(): void {
    this.#phase = 'rung';
    this.#isWoken = false;
    this.#listener?.next();
    // Who still listens could not leave at once: the deadline may come first.
    if (this.#listener?.closed !== false) return;
    const { deadlineAt, lastLookMs } = this.#terms;
    this.#runTo(this.#scheduler.now() < deadlineAt ? deadlineAt : deadlineAt + Math.max(1, lastLookMs));
  }

  #callOff(reason: CalledOff): void {
    this.#listener?.error(new CalledOffError(reason));
  }
}
