/** What a run has printed so far. */
export class Printed {
  stdout = '';
  stderr = '';
  readonly #waiting = new Set<() => void>();
  #isOver = false;

  add(name: 'stdout' | 'stderr', text: string): void {
    this[name] += text;
    this.#check();
  }

  /** Nothing more will be printed. */
  end(): void {
    this.#isOver = true;
    this.#check();
  }

  /** Resolves as soon as the output matches. @throws Error if it never does. */
  says(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const all = this.stdout + this.stderr;
        if (pattern.test(all)) resolve();
        else if (this.#isOver) reject(new Error(`It never printed ${pattern}, but:\n${all}`));
        else return;
        this.#waiting.delete(check);
      };
      this.#waiting.add(check);
      check();
    });
  }

  #check(): void {
    for (const check of this.#waiting) check();
  }
}
