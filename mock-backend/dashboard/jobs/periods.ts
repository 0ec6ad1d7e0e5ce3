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

  /** Is it so at the moment? */
  get isSo(): boolean {
    const last = this.#list.at(-1);
    return last !== undefined && last.to === undefined;
  }

  /** It is so since `at`, or no longer. */
  update(isSo: boolean, at: number): void {
    const last = this.#list.at(-1);
    if (isSo === this.isSo) return;
    if (isSo) this.#list.push({ from: at });
    else if (last !== undefined) this.#list[this.#list.length - 1] = { from: last.from, to: at };
  }
}
