import { expect } from '@jest/globals';
import { isEmpty, present } from '../../lib/model/present.js';

describe('fields without a value', () => {
  it.each([
    [{}, true],
    [{ a: undefined }, true],
    [{ a: undefined, b: 0 }, false],
  ])('count as absent: %j is empty: %s', (options, empty) => {
    expect(isEmpty(options)).toBe(empty);
  });

  it('are left out, in the order of the others', () => {
    const fields = present({ b: 0, a: undefined, c: null });
    expect(Object.entries(fields)).toEqual([
      ['b', 0],
      ['c', null],
    ]);
  });
});
