import { createSlots } from '../../policy/create/create-slots.js';
import { hintOf } from '../../policy/retry/retry.js';
import {
  maySpeak,
  noSilence,
  whenAsked,
  whenEnded,
  whenStarted,
  type Silence,
} from '../../policy/retry/silence.js';
import type { TranslationError } from '../../model/errors.js';
import { timerOf, type TimerQueue } from '../time/timer-queue.js';

/** A service may refuse creates, because the account runs too many jobs, and still answer polls: each kind has its own queue, silence and slots. */
export type RequestKind = 'create' | 'poll';

/** A request in a queue. */
export interface Queued {
  /** Called at its turn. False: it is not sent now and needs no slot. */
  admit(): boolean;
  /** Called when it has a slot. The request must call `release` when it has ended. */
  start(): void;
  /** Called after `admit` returned false. */
  refuse(): void;
  /** Called when the service asks for silence, in ms. */
  onSilence(silenceMs: number): void;
}

/** More than any process can send. A higher limit would only make the list of starts grow without end. */
const MOST_PER_SECOND = 1_000_000;

interface Limits {
  readonly maxConcurrentRequests: number;
  readonly maxRequestsPerSecond: number;
  /** The longest silence that a `Retry-After` imposes on the whole client, in ms. */
  readonly maxSilenceMs: number;
}

interface Queue {
  readonly waiting: Set<Queued>;
  readonly slots: number;
  running: number;
  silence: Silence;
}

/** Limits concurrent requests and requests per second, and keeps the silence that a service asks for. */
export class RequestLimiter {
  readonly #limits: Limits;
  readonly #timers: TimerQueue;
  readonly #queues: Readonly<Record<RequestKind, Queue>>;
  /** When the last `maxRequestsPerSecond` requests started: a ring buffer. */
  readonly #startedAt: number[] = [];
  #oldest = 0;
  #lastServed: Queue | undefined;
  readonly #timer = timerOf(() => this.#startNext());

  constructor(limits: Limits, timers: TimerQueue) {
    this.#limits = limits;
    this.#timers = timers;
    const { maxConcurrentRequests: all } = limits;
    this.#queues = { create: queueOf(createSlots(all)), poll: queueOf(all) };
  }

  /** Starts the request when its turn comes; at once if there is a free slot. */
  enqueue(request: Queued, kind: RequestKind): void {
    this.#queues[kind].waiting.add(request);
    this.#startNext();
  }

  /** Removes a request that has not started. */
  withdraw(request: Queued, kind: RequestKind): void {
    this.#queues[kind].waiting.delete(request);
    if (this.#isIdle) this.#timers.cancel(this.#timer);
  }

  /**
   * Frees the slot of a request that has ended.
   *
   * @param isCancelled The slot is then reused a moment later: the next requests may be about to be cancelled too, with the same batch or client.
   */
  release(kind: RequestKind, isCancelled = false): void {
    this.#queues[kind].running--;
    if (isCancelled) this.#timers.set(this.#timer, this.#timers.now());
    else this.#startNext();
  }

  /** Reports how a request ended: a `Retry-After` starts a silence, a success ends it. */
  report(kind: RequestKind, isSuccess: boolean, error?: TranslationError): void {
    const queue = this.#queues[kind];
    const hintMs = error === undefined ? undefined : hintOf(error);
    if (hintMs === undefined) {
      queue.silence = whenEnded(queue.silence, isSuccess, this.#timers.now());
      return;
    }
    queue.silence = whenAsked(queue.silence, hintMs, this.#limits.maxSilenceMs, this.#timers.now());
    const silenceMs = this.silenceMs(kind);
    for (const request of [...queue.waiting]) request.onSilence(silenceMs);
  }

  /** How long the service has asked for silence, in ms from now. */
  silenceMs(kind: RequestKind): number {
    return Math.max(0, this.#queues[kind].silence.askedUntil - this.#timers.now());
  }

  #startNext(): void {
    const now = this.#timers.now();
    for (let queue = this.#nextQueue(now); queue !== undefined; queue = this.#nextQueue(now)) {
      const [first] = queue.waiting;
      queue.waiting.delete(first!);
      this.#start(first!, queue, now);
    }
    this.#setTimer(now);
  }

  #start(request: Queued, queue: Queue, now: number): void {
    if (!request.admit()) {
      request.refuse();
      return;
    }
    queue.running++;
    queue.silence = whenStarted(queue.silence, now);
    this.#lastServed = queue;
    this.#startedAt[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % Math.min(this.#limits.maxRequestsPerSecond, MOST_PER_SECOND);
    request.start();
  }

  /** The queues take turns, so that a thousand creates do not delay the polls. */
  #nextQueue(now: number): Queue | undefined {
    if (!this.#hasRoom(now)) return undefined;
    const { create, poll } = this.#queues;
    const [first, second] = this.#lastServed === create ? [poll, create] : [create, poll];
    if (first.waiting.size > 0 && maySend(first, now)) return first;
    return second.waiting.size > 0 && maySend(second, now) ? second : undefined;
  }

  get #isIdle(): boolean {
    const { create, poll } = this.#queues;
    return create.waiting.size === 0 && poll.waiting.size === 0;
  }

  #hasRoom(now: number): boolean {
    return !this.#isFull && this.#rateWaitMs(now) <= 0;
  }

  get #isFull(): boolean {
    const { create, poll } = this.#queues;
    return create.running + poll.running >= this.#limits.maxConcurrentRequests;
  }

  /** How long until one more request may start within the rate limit, in ms. */
  #rateWaitMs(now: number): number {
    const oldest = this.#startedAt[this.#oldest];
    return oldest === undefined ? 0 : oldest + 1000 - now;
  }

  /** Without a free slot, the end of a request starts the next one; for rate and silence there is one timer. */
  #setTimer(now: number): void {
    const rateWaitMs = this.#rateWaitMs(now);
    const { create, poll } = this.#queues;
    const waitMs = this.#isFull
      ? Infinity
      : Math.min(waitOf(create, rateWaitMs, now), waitOf(poll, rateWaitMs, now));
    if (waitMs === Infinity) this.#timers.cancel(this.#timer);
    else this.#timers.set(this.#timer, now + waitMs);
  }
}

const maySend = ({ running, slots, silence }: Queue, now: number): boolean =>
  running < slots && maySpeak(silence, now);

/** How long until a queue's next request may start, in ms. Infinity: there is none, or it starts when another has ended. */
function waitOf({ waiting, running, slots, silence }: Queue, rateWaitMs: number, now: number): number {
  const waitMs = Math.max(silence.quietUntil - now, rateWaitMs);
  return waiting.size > 0 && running < slots && waitMs > 0 ? waitMs : Infinity;
}

const queueOf = (slots: number): Queue => ({ waiting: new Set(), slots, running: 0, silence: noSilence });
