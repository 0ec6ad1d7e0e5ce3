import { describe, expect, it } from '@jest/globals';
import {
  axisLabels,
  gridPath,
  spanFor,
  periodPath,
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

it('draws polls and a grid', () => {
  expect(tickPath(1500.4)).toBe('M1500 2V18');
  expect(tickPath(1500, true)).toBe('M1500 10V18');
  expect(gridPath(5000)).toBe('M1000 0V20M2000 0V20M3000 0V20M4000 0V20');
});

describe('a period', () => {
  const drawn = (from: number, to?: number) =>
    periodPath([to === undefined ? { from } : { from, to }], 1000, 5000);

  it.each([
    ['between the two ends', 2000, 3000, 'M1000 0H2000V20H1000Z'],
    ['from before the beginning', 0, 3000, 'M0 0H2000V20H0Z'],
    ['that goes on', 2000, undefined, 'M1000 0H4000V20H1000Z'],
    ['beyond the end', 2000, 9000, 'M1000 0H4000V20H1000Z'],
    ['all before it', 0, 1000, ''],
    ['all after it', 5000, 6000, ''],
    ['that begins after it and goes on', 6000, undefined, ''],
  ])('%s', (_, from, to, path) => {
    expect(drawn(from, to)).toBe(path);
  });
});

it.each([
  [5000, ['0', '1', '2', '3', '4', '5 s']],
  [20_000, ['0', '4', '8', '12', '16', '20 s']],
  [600_000, ['0', '120', '240', '360', '480', '600 s']],
])('the axis of %d ms is labelled in seconds', (span, labels) => {
  expect(axisLabels(span)).toEqual(labels);
});
