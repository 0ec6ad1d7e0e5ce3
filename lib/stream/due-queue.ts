/** Something that comes due, and knows its place in the queue. */
export interface Due {
  /** Epoch ms. */
  dueAt: number;
  /** Among those due together, who comes first. */
  readonly order: number;
  /** Kept by the queue; -1 outside. */
  place: number;
}

const isBefore = (a: Due, b: Due): boolean => a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order);

/** A binary heap: what comes due next is first. Adding, removing and moving cost O(log n). */
export class DueQueue<T extends Due> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  get first(): T | undefined {
    return this.#heap[0];
  }

  /** All that wait, in no order. */
  [Symbol.iterator](): IterableIterator<T> {
    return this.#heap.values();
  }

  add(item: T): void {
    this.#sift(item, this.#heap.length);
  }

  /** Puts an item whose `dueAt` has changed where it belongs. */
  move(item: T): void {
    this.remove(item);
    this.add(item);
  }

  remove(item: T): void {
    const { place } = item;
    if (place < 0) return;
    item.place = -1;
    const last = this.#heap.pop();
    if (last !== undefined && last !== item) this.#sift(last, place);
  }

  /** Up while earlier than its parent, else down while later than a child. */
  #sift(item: T, from: number): void {
    let place = from;
    for (
      let parent = (place - 1) >> 1;
      place > 0 && isBefore(item, this.#at(parent));
      parent = (place - 1) >> 1
    ) {
      this.#put(this.#at(parent), place);
      place = parent;
    }
    for (
      let child = this.#earlierChild(place);
      child !== undefined && isBefore(child, item);
      child = this.#earlierChild(place)
    ) {
      const next = child.place;
      this.#put(child, place);
      place = next;
    }
    this.#put(item, place);
  }

  #earlierChild(place: number): T | undefined {
    const left = this.#heap[2 * place + 1];
    const right = this.#heap[2 * place + 2];
    return right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
  }

  #at(place: number): T {
    return this.#heap[place]!;
  }

  #put(item: T, place: number): void {
    this.#heap[place] = item;
    item.place = place;
  }
}
