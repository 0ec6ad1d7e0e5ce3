import { expect } from '@jest/globals';
import { difference } from '../../lib/testing/marbles/difference.js';
import { NetworkError } from '../../lib/model/errors.js';

const circle = (name: string) => {
  const self: Record<string, unknown> = { name };
  return Object.assign(self, { self });
};

class Sealed {
  readonly #secret: number;
  constructor(secret: number) {
    this.#secret = secret;
  }
  read = () => this.#secret;
}

describe('difference', () => {
  it.each<[string, unknown, unknown]>([
    ['numbers', 1, 1],
    ['NaN', NaN, NaN],
    ['an absent and an undefined field', { a: 1, b: undefined }, { a: 1 }],
    ['nested objects', { a: [{ b: new Date(5) }] }, { a: [{ b: new Date(5) }] }],
    ['fields in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['sets in another order', new Set([1, { a: 2 }]), new Set([{ a: 2 }, 1])],
    [
      'maps in another order',
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['b', 2],
        ['a', 1],
      ]),
    ],
    ['URLs', new URL('https://a.example/'), new URL('https://a.example/')],
    ['errors', new NetworkError('no', { code: 'x' }), new NetworkError('no', { code: 'x' })],
    ['circles', circle('a'), circle('a')],
  ])('finds none between equal %s', (_, actual, expected) => {
    expect(difference(actual, expected)).toBeUndefined();
  });

  it.each<[string, unknown, unknown, string]>([
    ['zeros', 0, -0, 'value'],
    ['null and undefined', null, undefined, 'value'],
    ['a list and an object', [1], { 0: 1 }, 'value'],
    ['lengths', [1, 2], [1], 'value.length'],
    ['a field deep down', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, 'value.a.0.b'],
    ['an unexpected field', { a: 1, b: 2 }, { a: 1 }, 'value.b'],
    ['dates', new Date(1), new Date(2), 'value'],
    ['invalid dates and valid ones', new Date(NaN), new Date(2), 'value'],
    ['URLs', new URL('https://a.example/'), new URL('https://b.example/'), 'value'],
    ['sets', new Set([1, 2]), new Set([1, 3]), 'value'],
    ['maps', new Map([['a', 1]]), new Map([['a', 2]]), 'value.a'],
    ['names of errors', new TypeError('no'), new RangeError('no'), 'value.name'],
    [
      'fields of errors',
      new NetworkError('no', { code: 'x' }),
      new NetworkError('no', { code: 'y' }),
      'value.code',
    ],
    ['causes', new Error('no', { cause: 1 }), new Error('no', { cause: 2 }), 'value.cause'],
    ['circles', circle('a'), circle('b'), 'value.name'],
    ['objects that hide what they are', new Promise(() => {}), new Promise(() => {}), 'value'],
    ['functions', new Sealed(1), new Sealed(1), 'value.read'],
  ])('finds one between %s', (_, actual, expected, path) => {
    expect(difference(actual, expected)?.path).toBe(path);
  });
});
