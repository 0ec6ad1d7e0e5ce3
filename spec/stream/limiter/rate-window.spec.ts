import { expect } from '@jest/globals';
import { RateWindow } from '../../../lib/stream/limiter/rate-window.js';

it.each<[string, number, readonly number[], number]>([
  // requests a second, when they have started, when one more may start
  ['at once where none has started', 2, [], -Infinity],
  ['at once where there is room', 2, [500], -Infinity],
  ['a second after the oldest', 2, [500, 700], 1500],
  ['a second after the oldest of the latest', 2, [500, 700, 1500], 1700],
  ['a second after the last', 1, [500, 1500, 2500], 3500],
])('a request may start %s', (_title, perSecond, starts, at) => {
  const rate = new RateWindow(perSecond);
  for (const start of starts) rate.add(start);
  expect(rate.freeAt).toBe(at);
});

it('remembers no more than a million starts, however high the limit', () => {
  const rate = new RateWindow(1e9);
  for (let start = 0; start < 1_000_000; start++) rate.add(start);
  expect(rate.freeAt).toBe(1000);
});
