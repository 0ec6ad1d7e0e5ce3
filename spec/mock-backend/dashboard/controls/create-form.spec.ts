import { describe, expect, it } from '@jest/globals';
import { requestsOf, type Fields } from '../../../../mock-backend/dashboard/controls/create-form.js';

const fields: Fields = { count: 10, failing: 20, from: 2, to: 4 };

it('makes the given number of jobs: exactly the given share fails, and durations are random', () => {
  const requests = requestsOf(fields, Math.random);
  expect(requests).toHaveLength(10);
  expect(requests.filter(({ outcome }) => outcome === 'error')).toHaveLength(2);
  for (const { processingMs } of requests) {
    expect(processingMs).toBeGreaterThanOrEqual(2000);
    expect(processingMs).toBeLessThanOrEqual(4000);
  }
});

describe('refuses in one sentence', () => {
  it.each<[Fields, string]>([
    [{ count: 0 }, '“Jobs” must be a whole number from 1 to 2000, got 0'],
    [{ count: 1.5 }, '“Jobs” must be a whole number from 1 to 2000, got 1.5'],
    [{ count: NaN }, '“Jobs” must be a whole number from 1 to 2000, got nothing'],
    [{ failing: 101 }, '“Failing” must be from 0 to 100 %, got 101'],
    [{ from: -1 }, '“Duration from” must be from 0 to 3600 s, got -1'],
    [{ to: 1 }, '“Duration to” must be from 2 to 3600 s, got 1'],
  ])('%j', (change, why) => {
    expect(() => requestsOf({ ...fields, ...change }, Math.random)).toThrow(`Cannot create jobs: ${why}`);
  });
});
