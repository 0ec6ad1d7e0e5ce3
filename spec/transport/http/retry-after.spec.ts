import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { httpDate, retryAfterMs } from '../../../lib/transport/http/retry-after.js';

const date = 'Sun, 06 Nov 1994 08:49:37 GMT';
const at = Date.UTC(1994, 10, 6, 8, 49, 37);

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['7', 7000],
    [' 7\t', 7000],
    ['007', 7000],
    ['2592000', 2_592_000_000],
    ['999999999', 999_999_999_000],
    ['1000000000', Date.UTC(2001, 8, 9, 1, 46, 40) - at],
    ['999999999999', 999_999_999_999_000 - at],
    ['1000000000000', 1_000_000_000_000 - at],
    ['99999999999999999999', 99999999999999999999 - at],
    ['Sun, 06 Nov 1994 08:50:37 GMT', 60_000],
    ['Sunday, 06-Nov-94 08:50:37 GMT', 60_000],
    ['Sun Nov  6 08:50:37 1994 GMT', 60_000],
    ['Sun, 06 Nov 1994 08:48:37 GMT', 0],
    ['', undefined],
    ['   ', undefined],
    ['-1', undefined],
    ['+1', undefined],
    ['10.0', 10_000],
    ['1.5', 2000],
    ['0.001', 1000],
    ['0.0', 0],
    ['1.', undefined],
    ['.5', undefined],
    ['-0.5', undefined],
    ['1.5.2', undefined],
    ['1,5', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['1, 2', 2000],
    ['30, 7', 30_000],
    ['7, soon', undefined],
    ['7, Sun, 06 Nov 1994 08:50:37 GMT', undefined],
    ['7 s', undefined],
    ['soon', undefined],
    ['Infinity', undefined],
    ['NaN', undefined],
    ['2026', 2_026_000],
    ['Sun, 99 Nov 1994 08:49:37 GMT', undefined],
    ['1'.repeat(65), undefined],
    [`Sun, ${' '.repeat(100_000)}`, undefined],
    [null, undefined],
  ])('%p means %p ms', (header, ms) => {
    expect(retryAfterMs(header, () => at)).toBe(ms);
  });
});

it('may be a time since the epoch, in seconds or in ms', () => {
  const now = Date.UTC(2026, 0, 1);
  expect(retryAfterMs(String(now / 1000 + 30), () => now)).toBe(30_000);
  expect(retryAfterMs(String(now / 1000 - 30), () => now)).toBe(0);
  expect(retryAfterMs(String(now + 30_000), () => now)).toBe(30_000);
  expect(retryAfterMs(String(now - 30_000), () => now)).toBe(0);
});

describe('a date that names no zone', () => {
  /** As on a machine in California. */
  beforeEach(() => {
    const { parse } = Date;
    jest
      .spyOn(Date, 'parse')
      .mockImplementation(text => parse(/(?:GMT|[+-]\d{4})$/.test(text) ? text : `${text} PST`));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each(['Sun Nov  6 08:49:37 1994', 'Sun, 06 Nov 1994 08:49:37'])('%p is in GMT', text => {
    expect(httpDate(text)).toBe(at);
  });

  it('is distinguished from one that names another', () => {
    expect(httpDate('Sun, 06 Nov 1994 00:49:37 -0800')).toBe(at);
  });
});

describe('Date', () => {
  it.each([
    [date, at],
    [` ${date} `, at],
    ['1994', undefined],
    ['1994-11-06T08:49:37Z', undefined],
    ['Sun', undefined],
    [null, undefined],
  ])('%p is %p', (header, expected) => {
    expect(httpDate(header)).toBe(expected);
  });
});
