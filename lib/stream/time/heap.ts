/** Something that comes due, and knows its place in the queue. */
export interface Due {
  /** Epoch ms. */
  dueAt: number;
  /** Among those due together, who comes first. */
  order: number;
  /** Kept by the queue; -1 outside. */
  place: number;
}

/** Children of a node: four lie in one line of the processor's cache, and make half as many levels as two. */
const FAN_OUT = 4;

/**
 * A heap: what comes due next is first. Putting and removing cost O(log n).
 *
 * The times stand beside the items, since among thousands of them each that is asked itself is a cache miss.
 */
export class Heap<T extends Due> {
  readonly #items: T[] = [];
  readonly #dueAt: number[] = [];
  readonly #order: number[] = [];

  get size(): number {
    return this.#items.length;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  /** Puts an item where it belongs by its `dueAt`, new or moved. */
  put(item: T): void {
    const { dueAt, order, place } = item;
    if (place < 0) this.#rise(item, dueAt, order, this.#items.length);
    else this.#settle(item, dueAt, order, place);
  }

  remove(item: T): void {
    const { place } = item;
    if (place < 0) return;
    item.place = -1;
    const last = this.#items.pop();
    const dueAt = this.#dueAt.pop()!;
    const order = this.#order.pop()!;
    if (last !== undefined && last !== item) this.#settle(last, dueAt, order, place);
  }

  /** Down while later than a child, else up. */
  #settle(item: T, dueAt: number, order: number, from: number): void {
    let place = from;
    for (
      let child = this.#earliestChild(place);
      child < this.#items.length && this.#isBefore(child, dueAt, order);
      child = this.#earliestChild(place)
    ) {
      this.#put(this.#items[child]!, this.#dueAt[child]!, this.#order[child]!, place);
      place = child;
    }
    this.#rise(item, dueAt, order, place);
  }

  /** Up while earlier than its parent. */
  #rise(item: T, dueAt: number, order: number, from: number): void {
    let place = from;
    while (place > 0) {
      const parent = Math.floor((place - 1) / FAN_OUT);
      if (this.#isBefore(parent, dueAt, order)) break;
      this.#put(this.#items[parent]!, this.#dueAt[parent]!, this.#order[parent]!, place);
      place = parent;
    }
    this.#put(item, dueAt, order, place);
  }

  /** Beyond the end where there is none. */
  #earliestChild(place: number): number {
    const first = FAN_OUT * place + 1;
    const end = Math.min(first + FAN_OUT, this.#items.length);
    let earliest = first;
    for (let child = first + 1; child < end; child++) {
      if (this.#isBefore(child, this.#dueAt[earliest]!, this.#order[earliest]!)) earliest = child;
    }
    return earliest;
  }

  /** Does what stands at `place` come before the given time? */
  #isBefore(place: number, dueAt: number, order: number): boolean {
    const other = this.#dueAt[place]!;
    return other < dueAt || (other === dueAt && this.#order[place]! < order);
  }

  #put(item: T, dueAt: number, order: number, place: number): void {
    this.#items[place] = item;
    this.#dueAt[place] = dueAt;
    this.#order[place] = order;
    item.place = place;
  }
}
