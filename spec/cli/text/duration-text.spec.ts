import { expect, it } from '@jest/globals';
import { clockText, durationText } from '../../../cli/text/duration-text.js';

it.each([
  [0, '0 ms', '0 s'],
  [850, '850 ms', '1 s'],
  [4230, '4.2 s', '4 s'],
  [9960, '10 s', '10 s'],
  [59_600, '1 m 00 s', '1 m 00 s'],
  [7_500_000, '2 h 05 m', '2 h 05 m'],
])('%d ms are %s, or %s', (ms, duration, clock) => {
  expect([durationText(ms), clockText(ms)]).toEqual([duration, clock]);
});
