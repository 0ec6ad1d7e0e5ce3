/** A period of time, epoch ms; without an end it continues. */
export interface Period {
  readonly from: number;
  readonly to?: number;
}

/** When something was so. */
export class Periods {
  readonly #list: Period[] = [];

  /** Oldest first; the last one may not have ended yet. */
  get list(): readonly Period[] {
    return this.#list;
  }

  /** It is so since `at`, or no longer. */
  update(isSo: boolean, at: number): void {
    const last = this.#list.at(-1);
    const wasSo = last !== undefined && last.to === undefined;
    if (isSo && !wasSo) this.#list.push({ from: at });
    if (!isSo && wasSo) this.#list[this.#list.length - 1] = { from: last.from, to: at };
  }
}
