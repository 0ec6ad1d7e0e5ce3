import type { SchedulerLike, Subscription } from 'rxjs';
import { isTranslationError } from '../../model/errors.js';
import { hintOf } from '../../policy/retry/retry.js';
import { longTimer } from '../time/long-timer.js';
import { SteadyClock } from '../time/steady-clock.js';

/** What a request is for: a service may hold back creates (an account's concurrent jobs) and still answer polls. */
export type Lane = 'create' | 'poll';

/** A request that stands in line. */
export interface Queued {
  /** Its turn has come; it must `leave` when it has ended. */
  start(): void;
}

interface Limits {
  readonly maxConcurrentRequests: number;
  readonly maxRequestsPerSecond: number;
}

/** A client honours a server's wish for silence up to here; a single watch honours it in full. One hour, in ms. */
const LONGEST_HOLD_MS = 3_600_000;

/** Those who wait, first come first served, and until when the service wants none of them. */
class Line {
  readonly waiting = new Set<Queued>();
  heldUntil = -Infinity;

  isReady(now: number): boolean {
    return this.waiting.size > 0 && this.heldUntil <= now;
  }
}

/** Holds a client's requests to so many at once and so many a second, and to the silence that a service has asked for. */
export class RequestLimiter {
  readonly #limits: Limits;
  readonly #scheduler: SchedulerLike;
  readonly #clock: SteadyClock;
  readonly #lines: Readonly<Record<Lane, Line>> = { create: new Line(), poll: new Line() };
  readonly #allLines = Object.values(this.#lines);
  /** When the last `maxRequestsPerSecond` requests started: a ring. */
  readonly #starts: number[] = [];
  #oldest = 0;
  #running = 0;
  #lastLine: Line | undefined;
  #timer: Subscription | undefined;

  constructor(limits: Limits, scheduler: SchedulerLike) {
    this.#limits = limits;
    this.#scheduler = scheduler;
    this.#clock = new SteadyClock(scheduler);
  }

  /** Starts the request when its turn comes: at once where nothing stands against it. */
  enter(request: Queued, lane: Lane): void {
    const line = this.#lines[lane];
    const now = this.#clock.now();
    if (this.#isQuiet && line.heldUntil <= now && this.#hasRoom(now)) {
      this.#start(request, line, now);
      return;
    }
    line.waiting.add(request);
    this.#admit();
  }

  /** A request that had started has ended: makes room for the next. */
  leave(): void {
    this.#running--;
    if (!this.#isQuiet) this.#admit();
  }

  /** A request that had not started will not. */
  giveUp(request: Queued, lane: Lane): void {
    this.#lines[lane].waiting.delete(request);
    if (this.#isQuiet) this.#forgetTimer();
  }

  /** An answer may ask for silence. */
  heed(error: unknown, lane: Lane): void {
    const hintMs = isTranslationError(error) ? hintOf(error) : undefined;
    if (hintMs === undefined) return;
    const line = this.#lines[lane];
    line.heldUntil = Math.max(line.heldUntil, this.#clock.now() + Math.min(hintMs, LONGEST_HOLD_MS));
  }

  /** Nobody waits. */
  get #isQuiet(): boolean {
    return this.#allLines.every(({ waiting }) => waiting.size === 0);
  }

  #hasRoom(now: number): boolean {
    return this.#running < this.#limits.maxConcurrentRequests && this.#rateWaitMs(now) <= 0;
  }

  #start(request: Queued, line: Line, now: number): void {
    this.#running++;
    this.#lastLine = line;
    this.#starts[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#limits.maxRequestsPerSecond;
    request.start();
  }

  #admit(): void {
    const now = this.#clock.now();
    while (this.#hasRoom(now)) {
      const line = this.#nextLine(now);
      const [first] = line?.waiting ?? [];
      if (line === undefined || first === undefined) break;
      line.waiting.delete(first);
      this.#start(first, line, now);
    }
    this.#setTimer(now);
  }

  /** The lines take turns, so that a thousand creates do not keep the polls from leaving. */
  #nextLine(now: number): Line | undefined {
    const ready = this.#allLines.filter(line => line.isReady(now));
    return ready.find(line => line !== this.#lastLine) ?? ready[0];
  }

  /** How long until one more start keeps any second within its bound. */
  #rateWaitMs(now: number): number {
    const oldest = this.#starts[this.#oldest];
    return oldest === undefined ? 0 : oldest + 1000 - now;
  }

  /** Without room the end of a request comes round by itself; for the rest one timer serves all. */
  #setTimer(now: number): void {
    this.#forgetTimer();
    if (this.#running >= this.#limits.maxConcurrentRequests) return;
    const waits = this.#allLines
      .filter(line => line.waiting.size > 0)
      .map(line => Math.max(line.heldUntil - now, this.#rateWaitMs(now)));
    if (waits.length === 0) return;
    this.#timer = longTimer(Math.min(...waits), this.#scheduler).subscribe(() => {
      this.#admit();
    });
  }

  #forgetTimer(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }
}
