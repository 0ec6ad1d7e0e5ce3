import { expect } from '@jest/globals';
import { checkEach } from '../../lib/model/checks.js';
import { checkRequest, emptyRequests, oneLanguage } from '../../lib/options/check-requests.js';
import type { TranslationRequest } from '../../lib/model/request.js';

const circular: object = {};
Object.assign(circular, { self: circular });

describe('a request', () => {
  it.each<[string, unknown, string]>([
    ['null', null, 'a request must be an object, got null'],
    ['a list', [], 'a request must be an object, got an empty array'],
    ['a Map', new Map([['outputLanguage', 'French']]), 'a request must be an object, got an iterable'],
    ['a form', new FormData(), 'a request must be an object, got an iterable'],
    [
      'a language for a list',
      { outputLanguages: 'German' },
      '`outputLanguages` must be a list of at least one name, got "German"',
    ],
    [
      'an empty list of languages',
      { outputLanguages: [] },
      '`outputLanguages` must be a list of at least one name, got an empty array',
    ],
    [
      'what is no JSON',
      circular,
      'a request must be convertible to JSON: TypeError: Converting circular structure',
    ],
  ])('is refused: %s', (_title, request, message) => {
    expect(() => checkRequest(request as TranslationRequest)).toThrow(`Cannot create a job: ${message}`);
  });

  it('is refused with the reason as its cause', () => {
    const cause: unknown = expect.objectContaining({ name: 'TypeError' });
    expect(() => checkRequest(circular as TranslationRequest)).toThrow(expect.objectContaining({ cause }));
  });

  it('is copied as JSON', () => {
    const date = new Date(0);
    const request = {
      list: [{ a: 1 }, null],
      bare: Object.assign(Object.create(null), { b: 2 }) as object,
      none: undefined,
      nothing: null,
      text: 'x',
      date,
    };
    const copy = checkRequest(request as object) as typeof request;
    expect(copy).toEqual(request);
    expect(copy.date).toBe(date);
    Object.assign(request.list[0]!, { a: 2 });
    request.list.pop();
    Object.assign(request.bare, { b: 3 });
    expect(copy).toMatchObject({ list: [{ a: 1 }, null], bare: { b: 2 } });
  });

  it.each<[TranslationRequest]>([[{}], [{ outputLanguage: 'German' }], [{ outputLanguages: ['German'] }]])(
    'for one job has at most one language: %j',
    request => {
      expect(oneLanguage(request)).toEqual(request);
    },
  );

  it('for one job with two languages is refused', () => {
    expect(() => oneLanguage({ outputLanguages: ['German', 'French'] })).toThrow(
      'Cannot translate: a job has one language, got 2; translateBatch takes several',
    );
  });
});

describe('requests', () => {
  const check = (list: unknown, one: (element: unknown) => unknown) => () =>
    checkEach('create jobs', 'requests', list as unknown[], one);

  it('are a list', () => {
    expect(check([], String)()).toEqual([]);
    expect(check([1, , 3], String)()).toEqual(['1', 'undefined', '3']);
    expect(check({}, String)).toThrow('Cannot create jobs: `requests` must be an array, got an object');
  });

  it('are refused with the place of the first wrong one, and the reason as the cause', () => {
    const cause = new TypeError('Cannot create a job: no');
    const refuse = (element: unknown) => {
      if (element === 'wrong') throw cause;
    };
    expect(check(['right', 'wrong', 'wrong'], refuse)).toThrow(
      expect.objectContaining({
        name: 'TypeError',
        message: 'Cannot create a job: no (`requests[1]`)',
        cause,
      }),
    );
  });

  it('are rejected with any other error unchanged', () => {
    const other = new RangeError('a bug');
    expect(
      check([1], () => {
        throw other;
      }),
    ).toThrow(other);
  });

  it.each([0, 1, 3, 100_000])('by their number: %d', count => {
    const requests = emptyRequests(count);
    expect([requests.length, requests.every(request => Object.keys(request).length === 0)]).toEqual([
      count,
      true,
    ]);
  });

  it.each([-1, 1.5, 100_001, NaN, Infinity, '3' as never])('by an invalid count: %p', count => {
    expect(() => emptyRequests(count)).toThrow(
      `Cannot create jobs: the count must be a whole number from 0 to 100000, got ${count}`,
    );
  });
});
