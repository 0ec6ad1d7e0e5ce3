/** An item with a time, and its index in the heap. */
export interface HeapItem {
  /** When it is due, in epoch ms; the earliest comes first. */
  dueAt: number;
  /** Among items due at the same time, the lowest comes first. */
  order: number;
  /** Set by the heap; -1 when not in it. */
  index: number;
}

/** A binary heap: adding, moving and removing cost O(log n). */
export class Heap<T extends HeapItem> {
  readonly #items: T[] = [];

  /** The item that is due first. */
  get first(): T | undefined {
    return this.#items[0];
  }

  /** Adds an item, or moves it after its `dueAt` or `order` has changed. */
  put(item: T): void {
    if (item.index < 0) {
      item.index = this.#items.length;
      this.#items.push(item);
    }
    this.#siftDown(this.#siftUp(item.index));
  }

  /** Removes an item, if it is in the heap. */
  remove(item: T): void {
    const { index } = item;
    if (index < 0) return;
    item.index = -1;
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#place(last, index);
    this.#siftDown(this.#siftUp(index));
  }

  #siftUp(from: number): number {
    const item = this.#items[from]!;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(item, this.#items[parent]!)) break;
      this.#place(this.#items[parent]!, index);
      index = parent;
    }
    this.#place(item, index);
    return index;
  }

  #siftDown(from: number): void {
    const item = this.#items[from]!;
    let index = from;
    for (;;) {
      const child = this.#firstChild(index);
      if (child === undefined || !isBefore(child, item)) break;
      const next = child.index;
      this.#place(child, index);
      index = next;
    }
    this.#place(item, index);
  }

  #firstChild(index: number): T | undefined {
    const left = this.#items[2 * index + 1];
    const right = this.#items[2 * index + 2];
    return left === undefined || right === undefined || isBefore(left, right) ? left : right;
  }

  #place(item: T, index: number): void {
    this.#items[index] = item;
    item.index = index;
  }
}

const isBefore = (a: HeapItem, b: HeapItem): boolean =>
  a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order);
