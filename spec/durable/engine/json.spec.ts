import { expect } from '@jest/globals';
import { fromJson, toJson } from '../../../lib/durable/engine/json.js';

it.each<[unknown, string | null]>([
  [{ a: [1, null] }, '{"a":[1,null]}'],
  ['é\u{1f3ac}', '"\\u00e9\\ud83c\\udfac"'],
  [undefined, null],
  [null, null],
])('stores %j as ASCII text', (value, text) => {
  expect(toJson(value)).toBe(text);
  expect(fromJson(text)).toEqual(value ?? undefined);
});

it('reads what a driver has parsed already', () => {
  expect(fromJson({ a: 1 })).toEqual({ a: 1 });
});

it.each<[string, unknown, string]>([
  ['an error', new TypeError('broken'), 'TypeError: broken'],
  ['something else', 'broken', 'broken'],
  ['an object without a prototype', Object.create(null), 'object'],
  [
    'an object that cannot be made a string',
    {
      toString() {
        throw new Error('never');
      },
    },
    'object',
  ],
])('refuses a value whose `toJSON` throws %s', (_title, thrown, why) => {
  const toJSON = () => {
    throw thrown;
  };
  expect(() => toJson({ toJSON })).toThrow(
    expect.objectContaining({ name: 'RequestError', message: `Cannot store a value as JSON: ${why}` }),
  );
});
