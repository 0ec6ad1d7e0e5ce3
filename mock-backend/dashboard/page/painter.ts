/** The script's part of a frame, in ms: style, layout and paint come on top. */
const budgetMs = 6;

/** Updates the page at most once per frame, and stops before a frame takes too long: the rest is painted in the next one. */
export class Painter {
  readonly #due = new Set<() => void>();
  #isPlanned = false;

  /** Calls `task` in the next frame: once, however often it is requested until then. */
  paint(task: () => void): void {
    this.#due.add(task);
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    requestAnimationFrame(() => {
      this.#isPlanned = false;
      this.#paintSome();
      if (this.#due.size > 0) this.#plan();
    });
  }

  #paintSome(): void {
    const until = performance.now() + budgetMs;
    for (const task of this.#due) {
      this.#due.delete(task);
      task();
      if (performance.now() >= until) return;
    }
  }
}
