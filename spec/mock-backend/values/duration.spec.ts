import { describe, expect, it } from '@jest/globals';
import { drawDuration, type Duration } from '../../../mock-backend/values/duration.js';
import { parseDuration } from '../../../mock-backend/values/duration-text.js';
import { seededRandom } from '../../../mock-backend/values/random.js';

const draws = (duration: Duration, count = 4000) => {
  const random = seededRandom(1, 'spec');
  return Array.from({ length: count }, () => drawDuration(duration, random)).sort((a, b) => a - b);
};
const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
const quantile = (sorted: readonly number[], share: number) => sorted[Math.floor(share * sorted.length)]!;

describe('drawDuration', () => {
  it('draws a fixed time', () => expect(new Set(draws(1234))).toEqual(new Set([1234])));

  it('draws uniformly from a range', () => {
    const sorted = draws([2000, 8000]);
    expect(sorted[0]).toBeGreaterThanOrEqual(2000);
    expect(sorted.at(-1)).toBeLessThanOrEqual(8000);
    for (const share of [0.1, 0.5, 0.9]) {
      expect(Math.abs(quantile(sorted, share) - (2000 + share * 6000))).toBeLessThan(200);
    }
  });

  it('draws lognormal times: half below the median, 16 % below median / e^sigma', () => {
    const sorted = draws({ kind: 'lognormal', medianMs: 60_000, sigma: 0.5 });
    expect(quantile(sorted, 0.5) / 60_000).toBeCloseTo(1, 1);
    expect(quantile(sorted, 0.1587) / (60_000 * Math.exp(-0.5))).toBeCloseTo(1, 1);
    expect(quantile(sorted, 0.8413) / (60_000 * Math.exp(0.5))).toBeCloseTo(1, 1);
  });

  it('draws exponential times: mean m, median m ln 2', () => {
    const sorted = draws({ kind: 'exponential', meanMs: 30_000 });
    expect(mean(sorted) / 30_000).toBeCloseTo(1, 1);
    expect(quantile(sorted, 0.5) / (30_000 * Math.LN2)).toBeCloseTo(1, 1);
  });
});

describe('parseDuration', () => {
  it.each<[string, Duration | undefined]>([
    ['2000', 2000],
    ['500ms', 500],
    ['1.5s', 1500],
    ['1h', 3_600_000],
    ['2000-8000', [2000, 8000]],
    ['2s-1m', [2000, 60_000]],
    ['lognormal(60s,0.5)', { kind: 'lognormal', medianMs: 60_000, sigma: 0.5 }],
    ['exponential(30s)', { kind: 'exponential', meanMs: 30_000 }],
    ['', undefined],
    ['-5', undefined],
    ['8-2', undefined],
    ['1-2-3', undefined],
    ['2 weeks', undefined],
    ['lognormal(60s)', undefined],
    ['lognormal(60s,x)', undefined],
    ['exponential(30s,1)', undefined],
    ['uniform(1,2)', undefined],
  ])('reads %j as %j', (text, expected) => expect(parseDuration(text)).toEqual(expected));
});
