/** Something that comes due, and knows where it stands in the heap. */
export interface HeapItem {
  /** Ms since the epoch; what is due first comes first. */
  dueAt: number;
  /** Among those due at the same time, the lowest comes first. */
  order: number;
  /** Kept by the heap; -1 outside. */
  index: number;
}

/** A binary heap: adding, moving and removing cost O(log n). */
export class Heap<T extends HeapItem> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  /** Adds an item, or moves it to where its `dueAt` and `order` belong now. */
  put(item: T): void {
    if (item.index < 0) {
      item.index = this.#items.length;
      this.#items.push(item);
    }
    this.#siftDown(this.#siftUp(item.index));
  }

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
