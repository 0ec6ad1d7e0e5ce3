import { expect, it } from '@jest/globals';
import { latencyText, middleMs } from '../../../../mock-backend/dashboard/backend/latency-text.js';

it.each<[unknown, string, number]>([
  [0, '0 ms', 0],
  [250, '250 ms', 250],
  [[5, 20], '5 to 20 ms', 12.5],
  [{ kind: 'lognormal', medianMs: 60, sigma: 0.5 }, 'about 60 ms', 60],
  [{ kind: 'exponential', meanMs: 30 }, 'about 30 ms', 30],
])('%j is shown as %s', (latency, text, middle) => {
  expect(latencyText(latency)).toBe(text);
  expect(middleMs(latency)).toBe(middle);
});
