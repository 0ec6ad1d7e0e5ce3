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
  ['1h30m', 5_400_000],
  ['1 h 00 m', 3_600_000],
  ['1m 500ms', 60_500],
  ['2d', 172_800_000],
])('%j is %i ms', (text, ms) => {
  expect(parseDurationFlag(text)).toBe(ms);
});

it.each(['', 'soon', '5w', '-1', '1m30', '1.2.3', '.5', '1e3', 'ms', '0x10'])('%j is refused', text => {
  expect(() => parseDurationFlag(text)).toThrow(/^It must be a duration, such as 90s, 20m or 1h30m/);
});

it.each([600_000, 90_000, 1500, 1, 7_200_000, 61_000, 86_400_000])('%i ms come back as they were', ms => {
  expect(parseDurationFlag(durationFlag(ms))).toBe(ms);
});
