import type { Output } from '../host.js';

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const WRAP_OFF = '\x1b[?7l';
const WRAP_ON = '\x1b[?7h';
// Written before a line, not after it: behind a full line it would erase the last character.
const CLEAR_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

/**
 * The last lines of a terminal, redrawn in place, with permanent lines scrolling up above them. The terminal wraps permanent lines, so
 * that they are shown in full and a long URL can be copied as one word; it does not wrap live lines, which would break redrawing.
 */
export class LiveArea {
  readonly #stdout: Output;
  #height = 0;

  constructor(stdout: Output) {
    this.#stdout = stdout;
    stdout.write(HIDE_CURSOR);
  }

  /** Replaces the live lines, and prints permanent ones above them. A single write avoids flicker. */
  draw(liveLines: readonly string[], permanentLines: readonly string[] = []): void {
    const permanent = permanentLines.map(line => `${line}\n`).join('');
    const live = liveLines.map(line => `${CLEAR_LINE}${line}\n`).join('');
    this.#stdout.write(
      `${this.#toTop()}${permanent === '' ? '' : CLEAR_BELOW}${permanent}${WRAP_OFF}${live}${WRAP_ON}${CLEAR_BELOW}`,
    );
    this.#height = liveLines.length;
  }

  /** Removes the live lines and restores the cursor. */
  close(): void {
    this.#stdout.write(`${this.#toTop()}${CLEAR_BELOW}${SHOW_CURSOR}`);
    this.#height = 0;
  }

  #toTop(): string {
    return this.#height === 0 ? '' : `\x1b[${this.#height}A\r`;
  }
}
