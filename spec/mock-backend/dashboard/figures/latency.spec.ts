import { expect, it } from '@jest/globals';
import { latencyText, quantile } from '../../../../mock-backend/dashboard/figures/latency.js';

const to100 = Array.from({ length: 100 }, (_, place) => 100 - place);

it.each([
  [0.5, 50],
  [0.95, 95],
  [1, 100],
])('%d of the numbers lie below', (share, value) => {
  expect(quantile(to100, share)).toBe(value);
});

it('has no quantile of nothing, and only one of one number', () => {
  expect(quantile([], 0.5)).toBeUndefined();
  expect(quantile([7], 0.5)).toBe(7);
});

it('is shown in ms, or in seconds if it is long', () => {
  expect(latencyText([])).toBe('No response yet.');
  expect(latencyText(to100)).toBe('Latency: median 50\u00a0ms, 95th percentile 95\u00a0ms.');
  expect(latencyText([20, 1500])).toBe('Latency: median 20\u00a0ms, 95th percentile 1.5\u00a0s.');
});
