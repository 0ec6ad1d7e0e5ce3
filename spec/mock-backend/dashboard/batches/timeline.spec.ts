import { describe, expect, it } from '@jest/globals';
import {
  axisLabels,
  bandsOf,
  boxPath,
  spanFor,
  tickPath,
} from '../../../../mock-backend/dashboard/batches/timeline.js';

it.each([
  [0, 5000],
  [5000, 5000],
  [5001, 10_000],
  [61_000, 90_000],
  [300_000, 300_000],
  [300_001, 600_000],
])('%d ms fit into %d', (ms, span) => {
  expect(spanFor(ms)).toBe(span);
});

it('draws polls, and stretches of time', () => {
  expect(tickPath(1500.4)).toBe('M1500 2V18');
  expect(tickPath(1500, true)).toBe('M1500 10V18');
  expect(boxPath(1000, 2000.4)).toBe('M1000 0H2000V20H1000Z');
  expect(boxPath(1000, 2000, 7, 13)).toBe('M1000 7H2000V13H1000Z');
  expect(boxPath(2000, 2000)).toBe('');
});

describe('a period on an axis from 1000, 5000 ms long, drawn until 5000', () => {
  const drawn = (from: number, to?: number) =>
    bandsOf([to === undefined ? { from } : { from, to }], { origin: 1000, span: 5000, until: 5000 });

  it.each([
    ['between the two ends', 2000, 3000, [{ left: 20, width: 20 }]],
    ['from before the beginning', 0, 3000, [{ left: 0, width: 40 }]],
    ['that goes on', 2000, undefined, [{ left: 20, width: 60 }]],
    ['beyond the end', 2000, 9000, [{ left: 20, width: 60 }]],
    ['all before it', 0, 1000, []],
    ['all after it', 5000, 6000, []],
    ['that begins after it and continues', 6000, undefined, []],
  ])('%s', (_, from, to, bands) => {
    expect(drawn(from, to)).toEqual(bands);
  });
});

it.each([
  [5000, ['0', '1', '2', '3', '4', '5 s']],
  [20_000, ['0', '4', '8', '12', '16', '20 s']],
  [600_000, ['0', '120', '240', '360', '480', '600 s']],
])('the axis of %d ms is labelled in seconds', (span, labels) => {
  expect(axisLabels(span)).toEqual(labels);
});
