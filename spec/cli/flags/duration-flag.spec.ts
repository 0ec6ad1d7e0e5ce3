import { expect, it } from '@jest/globals';
import { durationFlag, parseDurationFlag } from '../../../cli/flags/duration-flag.js';

it.each([
  ['600', 600_000],
  ['0.5', 500],
  ['90s', 90_000],
  ['1500ms', 1500],
  ['1.5m', 90_000],
  ['2h', 7_200_000],
  [' 20 m ', 1_200_000],
])('%j is %i ms', (text, ms) => {
  expect(parseDurationFlag(text)).toBe(ms);
});

it.each(['', 'soon', '5d', '-1', '1m30s', '1e3', 'ms', '0x10'])('%j is refused', text => {
  expect(() => parseDurationFlag(text)).toThrow(/^It must be a duration, such as 90s, 20m or 2h/);
});

it.each([600_000, 90_000, 1500, 1, 7_200_000, 61_000])('%i ms come back as they were', ms => {
  expect(parseDurationFlag(durationFlag(ms))).toBe(ms);
});
