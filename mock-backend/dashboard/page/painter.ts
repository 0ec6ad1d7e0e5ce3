/** Ours of each frame, in ms: style, layout and paint come on top, and whatever else the page has to do. */
const budgetMs = 6;

/** Changes the page at most once a frame, and lets go before a frame gets long: what is left is painted in the next one. */
export class Painter {
  readonly #due = new Set<() => void>();
  #isPlanned = false;

  /** Calls `task` in the next frame: once, however often it is asked for until then. */
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
