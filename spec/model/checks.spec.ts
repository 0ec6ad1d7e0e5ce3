import { expect } from '@jest/globals';
import {
  above,
  aFlag,
  aFunction,
  anObject,
  anything,
  aString,
  aStringOf,
  atLeast,
  atLeastOption,
  between,
  checkEach,
  checkNames,
  checkNoPromise,
  checkOptions,
  checkRequired,
  count,
  having,
  oneOf,
  shown,
  textOf,
  type Check,
} from '../../lib/model/checks.js';

const FINITE = 'must be a finite number';
const WHOLE = 'must be a whole number of at least 1';
const call = (): number => 1;

describe('a check', () => {
  it.each<[string, Check, readonly unknown[], readonly (readonly [unknown, string])[]]>([
    [
      'atLeast',
      atLeast(2),
      [2, 3.5, Number.MAX_VALUE],
      [
        [1.9, 'must be at least 2'],
        [NaN, FINITE],
        [Infinity, FINITE],
        ['3', FINITE],
        [3n, FINITE],
        [null, FINITE],
      ],
    ],
    ['atLeastOption', atLeastOption('min', 2), [2], [[1, 'must be at least `min` (2)']]],
    [
      'above',
      above(0),
      [0.1, 5],
      [
        [0, 'must be more than 0'],
        [-Infinity, FINITE],
      ],
    ],
    [
      'between',
      between(0, 1),
      [0, 0.5, 1],
      [
        [-0.1, 'must be from 0 to 1'],
        [1.1, 'must be from 0 to 1'],
      ],
    ],
    [
      'count',
      count,
      [1, 2, Number.MAX_SAFE_INTEGER],
      [
        [0, WHOLE],
        [-1, WHOLE],
        [1.5, WHOLE],
        [2 ** 53, WHOLE],
        ['1', WHOLE],
      ],
    ],
    ['aFunction', aFunction, [call], [[{}, 'must be a function']]],
    [
      'aFlag',
      aFlag,
      [true, false],
      [
        [0, 'must be true or false'],
        ['true', 'must be true or false'],
      ],
    ],
    [
      'aString',
      aString,
      ['', 'a'],
      [
        [1, 'must be a string'],
        [new String('a'), 'must be a string'],
      ],
    ],
    [
      'aStringOf',
      aStringOf(2, 3),
      ['ab', 'abc'],
      [
        ['a', 'must be a string of 2 to 3 characters'],
        ['abcd', 'must be a string of 2 to 3 characters'],
        [[1, 2], 'must be a string of 2 to 3 characters'],
      ],
    ],
    [
      'anObject',
      anObject,
      [{}, new Date()],
      [null, [], new Map(), new URLSearchParams('a=b'), call, 'a', Promise.resolve()].map(value => [
        value,
        'must be an object',
      ]),
    ],
    [
      'having',
      having('now', 'schedule'),
      [{ now: call, schedule: call }],
      [
        [{ now: call, schedule: 1 }, 'must have `now()` and `schedule()`'],
        [null, 'must have `now()` and `schedule()`'],
        [undefined, 'must have `now()` and `schedule()`'],
      ],
    ],
    ['oneOf', oneOf('a', 'b'), ['a', 'b'], [['c', "must be 'a' or 'b'"]]],
    ['anything', anything, [undefined, 5], []],
  ])('%s', (_name, check, valid, invalid) => {
    for (const value of valid) expect(check(value)).toBeUndefined();
    for (const [value, complaint] of invalid) expect(check(value)).toBe(complaint);
  });
});

describe('a bad value in a message', () => {
  it.each<[unknown, string]>([
    ['a', '"a"'],
    ['x'.repeat(60), `"${'x'.repeat(60)}"`],
    ['x'.repeat(61), `"${'x'.repeat(60)}..."`],
    [[], 'an empty array'],
    [['secret'], 'an array'],
    [{ key: 'secret' }, 'an object'],
    [new URLSearchParams('key=secret'), 'an iterable'],
    [() => 'secret', 'a function'],
    [Promise.resolve('secret'), 'a promise'],
    [null, 'null'],
    [undefined, 'undefined'],
    [5n, '5'],
    [Symbol('a'), 'Symbol(a)'],
  ])('%p is shown as %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it('is its type if it has no text', () => {
    expect(textOf(Object.create(null))).toBe('object');
    expect(textOf(new Error('m'))).toBe('Error: m');
  });
});

describe('options', () => {
  const table = { waitMs: atLeast(1), name: aString };

  it('are returned if they are valid, or undefined', () => {
    const options = { waitMs: 1, name: undefined };
    expect(checkOptions('wait', options, table)).toBe(options);
  });

  it.each<[string, () => unknown, typeof Error, string]>([
    [
      'are no object',
      () => checkNames('wait', 5),
      TypeError,
      'Cannot wait: the options must be an object, got 5',
    ],
    [
      'have an unknown name',
      () => checkNames('wait', { a: 1, c: 2 }, ['a', 'b']),
      TypeError,
      'Cannot wait: unknown option `c`, known are a, b',
    ],
    [
      'are called something else',
      () => checkNames('wait', { c: 2 }, ['a'], 'field'),
      TypeError,
      'Cannot wait: unknown field `c`, known are a',
    ],
    [
      'have a bad value',
      () => checkOptions('wait', { waitMs: 0, name: 'a' }, table),
      RangeError,
      'Cannot wait: `waitMs` must be at least 1, got 0',
    ],
    [
      'lack one that is required',
      () => checkRequired('wait', { a: 1, b: undefined }, ['a', 'b', 'c']),
      TypeError,
      'Cannot wait: `b` is missing',
    ],
    [
      'are a promise',
      () => checkNoPromise('`wait`', Promise.reject(new Error('unhandled'))),
      TypeError,
      '`wait` must not return a promise',
    ],
  ])('are refused if they %s', (_title, check, kind, message) => {
    expect(check).toThrow(new kind(message));
    expect(check).toThrow(kind);
  });

  it('are accepted by the other checks', () => {
    expect(() => checkNames('wait', { anything: 1 })).not.toThrow();
    expect(() => checkRequired('wait', { a: 0 }, ['a'])).not.toThrow();
    expect(() => checkNoPromise('`wait`', { then: 5 })).not.toThrow();
  });
});

describe('the elements of an array', () => {
  const double = (value: number): number => {
    if (typeof value !== 'number') throw new TypeError('Cannot double');
    if (value < 0) throw new RangeError('too small');
    return 2 * value;
  };
  const doubled = (list: unknown): readonly number[] =>
    checkEach('double', 'numbers', list as number[], double);

  it('are checked one by one, and what the check returns is returned', () => {
    expect(doubled([1, 2])).toEqual([2, 4]);
    expect(doubled([])).toEqual([]);
  });

  it('are named by their place, holes too', () => {
    expect(() => doubled([1, 'a'])).toThrow('Cannot double (`numbers[1]`)');
    expect(() => doubled([1, , 3])).toThrow('Cannot double (`numbers[1]`)');
  });

  it('fail with any other error as it is', () => {
    expect(() => doubled([-1])).toThrow(new RangeError('too small'));
  });

  it('need an array', () => {
    expect(() => doubled({ length: 1, 0: 1 })).toThrow(
      'Cannot double: `numbers` must be an array, got an object',
    );
  });
});
