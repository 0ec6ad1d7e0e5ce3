import { createSlots } from '../../policy/create/create-slots.js';
import { hintOf } from '../../policy/retry/retry.js';
import {
  mayStartAt,
  noSilence,
  whenAsked,
  whenEnded,
  whenStarted,
  type Silence,
} from '../../policy/retry/silence.js';
import type { TranslationError } from '../../model/errors.js';
import type { Limits } from '../../options/types.js';
import { timerOf, type TimerQueue } from '../time/timer-queue.js';
import { RateWindow } from './rate-window.js';

/** A service may refuse creates, because the account runs too many jobs, but still accept polls: each kind has its own queue, silence and slots. */
export type RequestKind = 'create' | 'poll';

/** A request in a queue. */
export interface Queued {
  /** Called at its turn. Returns false if the breaker has refused the request, which then needs no slot. */
  admit(): boolean;
  /** Called when it has a slot. The request must call `release` when it has ended. */
  start(): void;
  /** Called when the service asks to send nothing for this long, in ms. */
  onSilence(silenceMs: number): void;
}

/** The limits that it enforces. */
type LimiterOptions = Pick<Limits, 'maxConcurrentRequests' | 'maxRequestsPerSecond' | 'maxSilenceMs'>;

/** The requests of one kind. */
interface Queue {
  /** First come, first served. */
  readonly waiting: Set<Queued>;
  readonly slots: number;
  running: number;
  silence: Silence;
}

/** Limits concurrent requests and requests per second, and sends nothing while the service asks for that. */
export class RequestLimiter {
  readonly #limits: LimiterOptions;
  readonly #timers: TimerQueue;
  readonly #queues: Readonly<Record<RequestKind, Queue>>;
  readonly #rate: RateWindow;
  #lastServed: Queue | undefined;
  #isStarting = false;
  readonly #timer = timerOf(() => this.#startNext());

  constructor(limits: LimiterOptions, timers: TimerQueue) {
    this.#limits = limits;
    this.#timers = timers;
    const { maxConcurrentRequests, maxRequestsPerSecond } = limits;
    this.#queues = {
      create: queueOf(createSlots(maxConcurrentRequests)),
      poll: queueOf(maxConcurrentRequests),
    };
    this.#rate = new RateWindow(maxRequestsPerSecond);
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
   * @param isCancelled The slot is then reused with a delay, because the next requests may be cancelled too, with the same batch or client.
   */
  release(kind: RequestKind, isCancelled: boolean): void {
    this.#queues[kind].running--;
    if (isCancelled) this.#timers.setIn(this.#timer, 0);
    else this.#startNext();
  }

  /** Reports how a request ended: a `Retry-After` starts a silence, a success ends it. */
  report(kind: RequestKind, isSuccess: boolean, error?: TranslationError): void {
    const queue = this.#queues[kind];
    const now = this.#timers.now();
    const hintMs = hintOf(error);
    if (hintMs === undefined) {
      queue.silence = whenEnded(queue.silence, isSuccess, now);
      return;
    }
    queue.silence = whenAsked(queue.silence, hintMs, this.#limits.maxSilenceMs, now);
    const silenceMs = this.silenceMs(kind);
    for (const request of [...queue.waiting]) request.onSilence(silenceMs);
  }

  /** How much longer the service asks for no requests, in ms. */
  silenceMs(kind: RequestKind): number {
    return Math.max(0, this.#queues[kind].silence.askedUntil - this.#timers.now());
  }

  /** Starts all requests that may start now, and sets the timer for those that may later. */
  #startNext(): void {
    // A request whose response comes immediately frees its slot for the loop below; a nested call for each would overflow the stack.
    if (this.#isStarting) return;
    let at = Infinity;
    this.#isStarting = true;
    try {
      while (!this.#isIdle) {
        const now = this.#timers.now();
        const queue = this.#nextQueue(now);
        at = this.#startsAt(queue, now);
        if (at > now) break;
        this.#startFirst(queue, now);
      }
    } finally {
      this.#isStarting = false;
    }
    if (this.#isIdle || at === Infinity) this.#timers.cancel(this.#timer);
    else this.#timers.set(this.#timer, at);
  }

  #startFirst(queue: Queue, now: number): void {
    const [first] = queue.waiting;
    queue.waiting.delete(first!);
    if (!first!.admit()) return;
    queue.running++;
    queue.silence = whenStarted(queue.silence, now);
    this.#lastServed = queue;
    this.#rate.add(now);
    first!.start();
  }

  /** The queue whose next request may start first. They take turns, so that a thousand creates do not delay the polls. */
  #nextQueue(now: number): Queue {
    const { create, poll } = this.#queues;
    const createAt = this.#startsAt(create, now);
    const pollAt = this.#startsAt(poll, now);
    if (createAt === pollAt) return this.#lastServed === create ? poll : create;
    return createAt < pollAt ? create : poll;
  }

  get #isIdle(): boolean {
    const { create, poll } = this.#queues;
    return create.waiting.size === 0 && poll.waiting.size === 0;
  }

  /** When the next request of a queue may start; `Infinity` if none waits, or another request has to end first. */
  #startsAt(queue: Queue, now: number): number {
    const { create, poll } = this.#queues;
    const isFull = create.running + poll.running >= this.#limits.maxConcurrentRequests;
    if (queue.waiting.size === 0 || queue.running >= queue.slots || isFull) return Infinity;
    return Math.max(mayStartAt(queue.silence, now), this.#rate.freeAt);
  }
}

const queueOf = (slots: number): Queue => ({ waiting: new Set(), slots, running: 0, silence: noSilence });
