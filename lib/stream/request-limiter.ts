import { Observable, type Observer, type SchedulerLike, type Subscriber, type Subscription } from 'rxjs';
import { isTranslationError } from '../model/errors.js';
import { hintOf } from '../policy/retry.js';
import { longTimer } from './long-timer.js';

/** What a request is for: a service may hold back creates (an account's concurrent jobs) and still answer looks. */
export type Lane = 'create' | 'look';

interface Limits {
  readonly maxConcurrentRequests: number;
  readonly maxRequestsPerSecond: number;
}

/** A client honours a server's wish for silence up to here; a single watch honours it in full. One hour, in ms. */
const LONGEST_HOLD_MS = 3_600_000;

/** Those who wait, first come first served, and until when the service wants none of them. */
class Line {
  readonly waiting = new Set<() => void>();
  heldUntil = -Infinity;

  isReady(now: number): boolean {
    return this.waiting.size > 0 && this.heldUntil <= now;
  }
}

/** Holds a client's requests to so many at once and so many a second, and to the silence that a service has asked for. */
export class RequestLimiter {
  readonly #limits: Limits;
  readonly #scheduler: SchedulerLike;
  readonly #lines: Readonly<Record<Lane, Line>> = { create: new Line(), look: new Line() };
  /** When the last `maxRequestsPerSecond` requests started: a ring. */
  readonly #starts: number[] = [];
  #oldest = 0;
  #running = 0;
  #lastLine: Line | undefined;
  #timer: Subscription | undefined;

  constructor(limits: Limits, scheduler: SchedulerLike) {
    this.#limits = limits;
    this.#scheduler = scheduler;
  }

  /**
   * Sends the request when its turn comes: at once where nothing stands against it.
   *
   * *Emits*, *completes* and *errors* as the request does. *On unsubscribe* leaves the queue, or aborts the request and makes room for the next.
   */
  limit<T>(request$: Observable<T>, lane: Lane): Observable<T> {
    return new Observable(subscriber => {
      const line = this.#lines[lane];
      const now = this.#scheduler.now();
      if (line.waiting.size === 0 && line.heldUntil <= now && this.#hasRoom() && this.#rateWaitMs(now) <= 0) {
        this.#lastLine = line;
        this.#start(request$, line, subscriber);
        return;
      }
      const start = () => {
        line.waiting.delete(start);
        this.#start(request$, line, subscriber);
      };
      subscriber.add(() => {
        line.waiting.delete(start);
        if (!this.#isAwaited) this.#forgetTimer();
      });
      line.waiting.add(start);
      this.#setTimer(now);
    });
  }

  #start<T>(request$: Observable<T>, line: Line, subscriber: Subscriber<T>): void {
    this.#running++;
    this.#starts[this.#oldest] = this.#scheduler.now();
    this.#oldest = (this.#oldest + 1) % this.#limits.maxRequestsPerSecond;
    subscriber.add(() => {
      this.#running--;
      if (this.#isAwaited) this.#admit();
    });
    subscriber.add(request$.subscribe(new Limited(subscriber, error => this.#heed(line, error))));
  }

  get #isAwaited(): boolean {
    return this.#lines.create.waiting.size + this.#lines.look.waiting.size > 0;
  }

  #admit(): void {
    const now = this.#scheduler.now();
    while (this.#hasRoom() && this.#rateWaitMs(now) <= 0) {
      const line = this.#nextLine(now);
      if (line === undefined) break;
      this.#lastLine = line;
      const [first] = line.waiting;
      first?.();
    }
    this.#setTimer(now);
  }

  /** The lines take turns, so that a thousand creates do not keep the looks from leaving. */
  #nextLine(now: number): Line | undefined {
    const ready = Object.values(this.#lines).filter(line => line.isReady(now));
    return ready.find(line => line !== this.#lastLine) ?? ready[0];
  }

  #hasRoom(): boolean {
    return this.#running < this.#limits.maxConcurrentRequests;
  }

  /** How long until one more start keeps any second within its bound. */
  #rateWaitMs(now: number): number {
    const oldest = this.#starts[this.#oldest];
    return oldest === undefined ? 0 : oldest + 1000 - now;
  }

  #heed(line: Line, error: unknown): void {
    const hintMs = isTranslationError(error) ? hintOf(error) : undefined;
    if (hintMs === undefined) return;
    line.heldUntil = Math.max(line.heldUntil, this.#scheduler.now() + Math.min(hintMs, LONGEST_HOLD_MS));
  }

  /** Without room the end of a request comes round by itself; for the rest one timer serves all. */
  #setTimer(now: number): void {
    this.#forgetTimer();
    if (!this.#hasRoom() || !this.#isAwaited) return;
    const waits = Object.values(this.#lines)
      .filter(line => line.waiting.size > 0)
      .map(line => Math.max(line.heldUntil - now, this.#rateWaitMs(now)));
    this.#timer = longTimer(Math.min(...waits), this.#scheduler).subscribe(() => {
      this.#admit();
    });
  }

  #forgetTimer(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }
}

class Limited<T> implements Observer<T> {
  constructor(
    private readonly subscriber: Subscriber<T>,
    private readonly heed: (error: unknown) => void,
  ) {}

  next(value: T): void {
    this.subscriber.next(value);
  }

  error(error: unknown): void {
    this.heed(error);
    this.subscriber.error(error);
  }

  complete(): void {
    this.subscriber.complete();
  }
}
