import { Subscription, type SchedulerAction, type SchedulerLike } from 'rxjs';

/**
 * How timers behave: `exact` fires on time; `late` up to 30 ms late, as on a busy machine; `truncated` drops the fraction of each delay and of the clock,
 * as browsers do, so that a timer may fire a moment before the time it was set for.
 */
export type TimerMode = 'exact' | 'late' | 'truncated';

const EPOCH_MS = 1_700_000_000_000;
/** A platform timer fires at once when its delay is longer than this, or not a number. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;
export const LATEST_MS = 30;

class Frame<T> extends Subscription implements SchedulerAction<T> {
  dueAt = 0;
  order = 0;
  place = -1;
  #state: T | undefined;

  constructor(
    readonly owner: VirtualScheduler,
    readonly isCounted: boolean,
    readonly work: (this: SchedulerAction<T>, state?: T) => void,
  ) {
    super();
  }

  schedule(state?: T, delayMs = 0): Subscription {
    if (this.closed) return this;
    this.#state = state;
    this.owner.put(this as Frame<unknown>, delayMs);
    return this;
  }

  run(): void {
    this.work(this.#state);
  }

  override unsubscribe(): void {
    this.owner.remove(this as Frame<unknown>);
    super.unsubscribe();
  }
}

/** All time of a history: a heap of frames, and a wall clock that may differ from the steady one. */
export class VirtualScheduler implements SchedulerLike {
  /** Ms since the start, which neither a sleep nor a jump of the clock can turn back. */
  steadyNow: number;
  /** Timers of the client that have not fired. */
  pending = 0;
  /** Delays that a platform timer would turn into no delay at all. */
  readonly brokenDelays: number[] = [];
  readonly #mode: TimerMode;
  readonly #random: () => number;
  readonly #heap: Frame<unknown>[] = [];
  #order = 0;
  #offsetMs = 0;

  constructor(mode: TimerMode, random: () => number) {
    this.#mode = mode;
    this.#random = random;
    this.steadyNow = mode === 'truncated' ? 0.4 : 0;
  }

  /** The wall clock: epoch ms. */
  now(): number {
    const now = EPOCH_MS + this.#offsetMs + this.steadyNow;
    return this.#mode === 'truncated' ? Math.floor(now) : now;
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delayMs = 0, state?: T): Subscription {
    return new Frame<T>(this, true, work).schedule(state, delayMs);
  }

  /** A timer of the service, which is not counted among the client's. */
  later(delayMs: number, work: () => void): Subscription {
    return new Frame(this, false, work).schedule(undefined, delayMs);
  }

  get nextAt(): number {
    return this.#heap[0]?.dueAt ?? Infinity;
  }

  /** When the next timer of the client is due. */
  get nextPendingAt(): number {
    return Math.min(...this.#heap.filter(({ isCounted }) => isCounted).map(({ dueAt }) => dueAt));
  }

  /** Fires the next timer; the caller has looked at `nextAt`. */
  step(): void {
    const frame = this.#heap[0];
    if (frame === undefined) return;
    this.remove(frame);
    const lagMs = this.#mode === 'late' && frame.dueAt > this.steadyNow ? this.#random() * LATEST_MS : 0;
    this.advanceTo(frame.dueAt + lagMs);
    frame.run();
  }

  advanceTo(at: number): void {
    this.steadyNow = Math.max(this.steadyNow, at);
  }

  /** The machine sleeps: time passes, and no timer fires until it is over. */
  sleep(ms: number): void {
    this.steadyNow += ms;
  }

  /** Somebody sets the wall clock. */
  jump(ms: number): void {
    this.#offsetMs += ms;
  }

  /** @internal For frames. */
  put(frame: Frame<unknown>, delayMs: number): void {
    this.remove(frame);
    if (!(delayMs <= LONGEST_DELAY_MS)) this.brokenDelays.push(delayMs);
    const kept = delayMs <= LONGEST_DELAY_MS ? Math.max(0, delayMs) : 1;
    frame.dueAt = this.steadyNow + (this.#mode === 'truncated' ? Math.max(1, Math.trunc(kept)) : kept);
    frame.order = this.#order++;
    frame.place = this.#heap.push(frame) - 1;
    if (frame.isCounted) this.pending++;
    this.#rise(frame.place);
  }

  /** @internal For frames. */
  remove(frame: Frame<unknown>): void {
    const { place } = frame;
    if (place < 0) return;
    frame.place = -1;
    if (frame.isCounted) this.pending--;
    const last = this.#heap.pop();
    if (last === undefined || last === frame) return;
    this.#heap[place] = last;
    last.place = place;
    this.#rise(place);
    this.#sink(last.place);
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#heap[a]!;
    const other = this.#heap[b]!;
    return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.order < other.order);
  }

  #rise(from: number): void {
    for (let place = from; place > 0;) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #sink(from: number): void {
    for (let place = from; ;) {
      let first = place;
      for (const child of [2 * place + 1, 2 * place + 2]) {
        if (child < this.#heap.length && this.#isBefore(child, first)) first = child;
      }
      if (first === place) return;
      this.#swap(place, first);
      place = first;
    }
  }

  #swap(a: number, b: number): void {
    const one = this.#heap[a]!;
    const other = this.#heap[b]!;
    this.#heap[a] = other;
    this.#heap[b] = one;
    other.place = a;
    one.place = b;
  }
}
