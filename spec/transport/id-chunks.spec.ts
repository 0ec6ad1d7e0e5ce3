import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idChunks } from '../../lib/transport/id-chunks.js';

describe('idChunks', () => {
  it('keeps up to 100 ids together', () => {
    const ids = Array.from({ length: 250 }, (_, i) => `job-${i}`);
    expect(idChunks(ids).map(chunk => chunk.length)).toEqual([100, 100, 50]);
    expect(idChunks([])).toEqual([]);
  });

  it('never loses, repeats or reorders one, and stays short enough for a request line', () => {
    const id = fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', '.'), minLength: 1, maxLength: 255 });
    fc.assert(
      fc.property(fc.array(id, { maxLength: 300 }), ids => {
        const chunks = idChunks(ids);
        expect(chunks.flat()).toEqual(ids);
        for (const chunk of chunks) {
          expect(chunk.length).toBeLessThanOrEqual(100);
          expect(chunk.join(',').length).toBeLessThanOrEqual(6000);
        }
      }),
      { numRuns: 50 },
    );
  });
});
