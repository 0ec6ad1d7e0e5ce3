import { expect } from '@jest/globals';
import { isRefused, refusal } from '../../../../lib/durable/engine/postgres/refusal.js';

it.each<[string, unknown, boolean]>([
  ['a character that the database lacks', { code: '22P05' }, true],
  ['a constraint of the user’s own', { code: '23514' }, true],
  ['a statement that is too long', { code: '54000' }, true],
  ['parameters longer than a string', new RangeError('Invalid string length'), true],
  ['a schema of a newer version', { code: 'HRX01' }, true],
  ['a deadlock', { code: '40P01' }, false],
  ['no connection', new TypeError('fetch failed'), false],
  ['nothing', null, false],
])('knows whether a call repeated after %s can succeed', (_title, thrown, expected) => {
  expect(isRefused(thrown)).toBe(expected);
});

it.each<[string, unknown, string]>([
  ['an error', new RangeError('Invalid string length'), 'Invalid string length'],
  ['something else', 'too long', 'too long'],
  ['an object that cannot be made a string', Object.create(null), 'object'],
])('reports what was thrown: %s', (_title, thrown, message) => {
  expect(refusal(thrown)).toMatchObject({ name: 'RequestError', message });
});

it.each([
  ['HRX01', 'unusable_database'],
  ['HRX02', 'account_of_another_service'],
  ['HRX03', 'unusable_database'],
  ['22P05', undefined],
])('has a code after %s only if that is not about the parameters: %s', (state, code) => {
  expect(refusal(Object.assign(new Error('no'), { code: state })).code).toBe(code);
});
