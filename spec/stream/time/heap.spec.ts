import { expect } from '@jest/globals';
import fc from 'fast-check';
import { Heap, type HeapItem } from '../../../lib/stream/time/heap.js';

const byDue = (a: HeapItem, b: HeapItem): number => a.dueAt - b.dueAt || a.order - b.order;

/** What one step does with one of the items. */
const step = fc.record({
  item: fc.nat(),
  what: fc.constantFrom('put', 'put', 'put', 'remove'),
  // Few times, so that many items are due at once.
  dueAt: fc.oneof(fc.nat(5), fc.constant(Infinity)),
});

describe('Heap', () => {
  it('has the first item first, whatever was added, moved and removed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(step, { maxLength: 200 }), (size, steps) => {
        const heap = new Heap();
        const items = Array.from({ length: size }, (): HeapItem => ({ dueAt: 0, order: 0, index: -1 }));
        const inside = new Set<HeapItem>();
        steps.forEach(({ item: pick, what, dueAt }, order) => {
          const item = items[pick % size]!;
          if (what === 'remove') {
            heap.remove(item);
            inside.delete(item);
          } else {
            Object.assign(item, { dueAt, order });
            heap.put(item);
            inside.add(item);
          }
          expect(heap.first).toBe([...inside].sort(byDue)[0]);
          expect(items.filter(({ index }) => index >= 0)).toHaveLength(inside.size);
        });
        const sorted = [...inside].sort(byDue);
        for (const item of sorted) {
          expect(heap.first).toBe(item);
          heap.remove(item);
        }
        expect(heap.first).toBeUndefined();
      }),
    );
  });
});
