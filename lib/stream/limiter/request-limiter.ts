import { hintOf } from '../../policy/retry/retry.js';
import {
  maySpeak,
  noSilence,
  whenAsked,
  whenEnded,
  whenStarted,
  type Silence,
} from '../../policy/retry/silence.js';
import { isTranslationError } from '../../model/errors.js';
import { timerOf, type TimerQueue } from '../time/timer-queue.js';

/** A service may refuse creates (an account's jobs at once) and still answer polls: each kind has a queue, a silence and slots of its own. */
export type RequestKind = 'create' | 'poll';

/** How a request ended, as far as the limiter is concerned. */
export type LimiterOutcome = 'success' | { readonly error: unknown };

/** A request that waits for a slot. */
export interface Queued {
  /** Its turn has come. False: it will not be sent now, and needs no slot. */
  admit(): boolean;
  /** It has a slot; it must call `release` when it has ended. */
  start(): void;
  /** It was not admitted. */
  refuse(): void;
  /** The service has asked for so many ms of silence. */
  onSilence?(silenceMs: number): void;
}

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

/** One slot in five is kept for polls: a create may hang for minutes, and must not keep a watch from its last poll. */
const SLOTS_KEPT_FOR_POLLS = 0.2;

/** Holds a client to so many requests at once, so many a second, and the silence that the service asks for. */
export class RequestLimiter {
  readonly #limits: Limits;
  readonly #timers: TimerQueue;
  readonly #queues: Readonly<Record<RequestKind, Queue>>;
  readonly #allQueues: readonly Queue[];
  /** When the last `maxRequestsPerSecond` requests started: a ring. */
  readonly #startedAt: number[] = [];
  #oldest = 0;
  #lastServed: Queue | undefined;
  readonly #timer = timerOf(() => this.#startNext());

  constructor(limits: Limits, timers: TimerQueue) {
    this.#limits = limits;
    this.#timers = timers;
    const { maxConcurrentRequests: all } = limits;
    const kept = all === 1 ? 0 : Math.max(1, Math.floor(all * SLOTS_KEPT_FOR_POLLS));
    this.#queues = { create: queueOf(all - kept), poll: queueOf(all) };
    this.#allQueues = Object.values(this.#queues);
  }

  /** Starts the request when its turn comes: at once if nothing stands in its way. */
  enqueue(request: Queued, kind: RequestKind): void {
    this.#queues[kind].waiting.add(request);
    this.#startNext();
  }

  /** A request that has not started will not. */
  withdraw(request: Queued, kind: RequestKind): void {
    this.#queues[kind].waiting.delete(request);
    if (this.#isIdle) this.#timers.cancel(this.#timer);
  }

  /**
   * A request that had started has ended.
   *
   * @param isCancelled Its slot is given away a moment later: those that follow may be about to be cancelled too, with the batch or the client that they belong to.
   */
  release(kind: RequestKind, isCancelled = false): void {
    this.#queues[kind].running--;
    if (isCancelled) this.#timers.set(this.#timer, this.#timers.now());
    else this.#startNext();
  }

  /** Learns from an answer whether the service wants silence. */
  heed(kind: RequestKind, outcome: LimiterOutcome): void {
    const queue = this.#queues[kind];
    const hintMs =
      outcome !== 'success' && isTranslationError(outcome.error) ? hintOf(outcome.error) : undefined;
    if (hintMs === undefined) {
      queue.silence = whenEnded(queue.silence, outcome === 'success', this.#timers.now());
      return;
    }
    queue.silence = whenAsked(queue.silence, hintMs, this.#limits.maxSilenceMs, this.#timers.now());
    const silenceMs = this.silenceMs(kind);
    for (const request of [...queue.waiting]) request.onSilence?.(silenceMs);
  }

  /** How long nothing of this kind will be sent because the service asked so. */
  silenceMs(kind: RequestKind): number {
    return Math.max(0, this.#queues[kind].silence.askedUntil - this.#timers.now());
  }

  #startNext(): void {
    if (this.#isIdle) {
      this.#timers.cancel(this.#timer);
      return;
    }
    const now = this.#timers.now();
    for (let queue = this.#nextQueue(now); queue !== undefined; queue = this.#nextQueue(now)) {
      const [first] = queue.waiting;
      queue.waiting.delete(first!);
      if (!first!.admit()) {
        first!.refuse();
        continue;
      }
      queue.running++;
      queue.silence = whenStarted(queue.silence, now);
      this.#lastServed = queue;
      this.#startedAt[this.#oldest] = now;
      this.#oldest = (this.#oldest + 1) % this.#limits.maxRequestsPerSecond;
      first!.start();
    }
    this.#setTimer(now);
  }

  /** The queues take turns, so that a thousand creates do not hold up the polls. */
  #nextQueue(now: number): Queue | undefined {
    if (this.#isFull || this.#rateWaitMs(now) > 0) return undefined;
    const ready = this.#allQueues.filter(
      queue => queue.waiting.size > 0 && queue.running < queue.slots && maySpeak(queue.silence, now),
    );
    return ready.find(queue => queue !== this.#lastServed) ?? ready[0];
  }

  get #isIdle(): boolean {
    return this.#allQueues.every(({ waiting }) => waiting.size === 0);
  }

  get #isFull(): boolean {
    const { create, poll } = this.#queues;
    return create.running + poll.running >= this.#limits.maxConcurrentRequests;
  }

  /** How long until one more start keeps any second within its limit. */
  #rateWaitMs(now: number): number {
    const oldest = this.#startedAt[this.#oldest];
    return oldest === undefined ? 0 : oldest + 1000 - now;
  }

  /** Without a free slot the end of a request comes round by itself; for the rest one timer serves all. */
  #setTimer(now: number): void {
    const waits = this.#isFull
      ? []
      : this.#allQueues
          .filter(({ waiting, running, slots }) => waiting.size > 0 && running < slots)
          .map(({ silence }) => Math.max(silence.quietUntil - now, this.#rateWaitMs(now)))
          .filter(waitMs => waitMs > 0);
    if (waits.length === 0) this.#timers.cancel(this.#timer);
    else this.#timers.set(this.#timer, now + Math.min(...waits));
  }
}

const queueOf = (slots: number): Queue => ({ waiting: new Set(), slots, running: 0, silence: noSilence });
