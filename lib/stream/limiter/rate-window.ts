/** More than any process can send. A higher limit would only make the list of starts grow without end. */
const MOST_PER_SECOND = 1_000_000;

/** When the requests of the last second started: at most `perSecond` may start in any second. */
export class RateWindow {
  readonly #perSecond: number;
  /** The latest starts, as a ring buffer. */
  readonly #startedAt: number[] = [];
  #oldest = 0;

  constructor(perSecond: number) {
    this.#perSecond = Math.min(perSecond, MOST_PER_SECOND);
  }

  /** When one more request may start, in epoch ms; perhaps long ago. */
  get freeAt(): number {
    const oldest = this.#startedAt[this.#oldest];
    return oldest === undefined ? -Infinity : oldest + 1000;
  }

  /** A request starts. */
  add(now: number): void {
    this.#startedAt[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#perSecond;
  }
}
