import { byId, setText } from '../page/elements.js';
import type { TimeToNotice } from '../jobs/time-to-notice.js';
import { counted } from '../counted.js';

/** The time to notice, and the numbers of jobs created here and at the backend: a difference would be a job created twice. */
export class FiguresView {
  readonly #notice: TimeToNotice;
  readonly #mean = byId('notice-mean', HTMLElement);
  readonly #text = byId('notice-text', HTMLElement);
  readonly #here = byId('created-here', HTMLElement);
  readonly #there = byId('created-there', HTMLElement);
  #createdHere = 0;
  #createdBefore: number | undefined;

  constructor(notice: TimeToNotice) {
    this.#notice = notice;
  }

  /** The library has created a job. */
  created(): void {
    this.#createdHere += 1;
  }

  /** @param count The jobs that the backend has created in all. */
  createdThere(count: number): void {
    // A restarted backend counts from 0 again.
    if (this.#createdBefore === undefined || count < this.#createdBefore) this.#createdBefore = count;
    setText(this.#here, String(this.#createdHere));
    setText(this.#there, String(count - this.#createdBefore));
  }

  readonly paintNotice = (): void => {
    const { meanMs, worstMs, count } = this.#notice;
    if (meanMs === undefined) return;
    setText(this.#mean, `${(meanMs / 1000).toFixed(2)} s`);
    setText(
      this.#text,
      `Mean of ${counted(count, 'job')}, from the end of a job until this page noticed; longest ${(worstMs / 1000).toFixed(1)}\u00a0s.`,
    );
  };
}
