/** The script's part of a frame, in ms: style, layout and paint come on top. */
const budgetMs = 3;
/** The shortest time from one frame that changes the page to the next, in ms: more frames would not be visible, and each costs style, layout and paint. */
const intervalMs = 100;

/** Updates the page at most ten times a second, and divides a long update over several frames. */
export class Painter {
  readonly #due = new Set<() => void>();
  #isPlanned = false;
  #paintedAt = -Infinity;

  /** Calls `task` in one of the next frames: once, however often it is requested until then. */
  paint(task: () => void): void {
    this.#due.add(task);
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setTimeout(() => requestAnimationFrame(this.#frame), this.#paintedAt + intervalMs - performance.now());
  }

  readonly #frame = (): void => {
    this.#paintedAt = performance.now();
    this.#paintSome(this.#paintedAt + budgetMs);
    if (this.#due.size > 0) {
      requestAnimationFrame(this.#frame);
    } else {
      this.#isPlanned = false;
    }
  };

  #paintSome(until: number): void {
    for (const task of this.#due) {
      this.#due.delete(task);
      task();
      if (performance.now() >= until) return;
    }
  }
}
