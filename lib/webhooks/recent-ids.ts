import { dropOldest } from '../model/drop-oldest.js';

/** Remembers the ids seen last, a bounded number of them. */
export class RecentIds {
  readonly #ids = new Set<string>();

  constructor(private readonly most: number) {}

  /** Adds an id; false if it was there already. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    dropOldest(this.#ids, this.most);
    return true;
  }
}
