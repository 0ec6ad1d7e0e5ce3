import { OptimalIntervals, tailInterval } from '../../../../lib/policy/polling/adaptive/optimal-intervals.js';
import { Distribution } from '../../../../lib/policy/polling/adaptive/durations/distribution.js';
import {
  MAIN_DISTRIBUTIONS,
  OTHER_DISTRIBUTIONS,
  sampleOf,
  type Durations,
} from '../../../../bench/schedules/distributions.js';
import { bestOutcome } from '../../../../bench/schedules/comparison.js';
import { costOf, costOfPolls } from '../../../../bench/schedules/outcome.js';

const SAMPLE = 4000;

/** The distribution itself, tabulated at a hundred points. */
function tabulated(durations: Durations): Distribution {
  const sample = sampleOf(durations, SAMPLE);
  const [from, to] = [Math.log(0.9 * sample[0]!), Math.log(sample.at(-1)!)];
  const ages = Float64Array.from({ length: 100 }, (_, k) => Math.exp(from + ((to - from) * k) / 99));
  return new Distribution(
    ages,
    ages.map(age => sample.findLastIndex(duration => duration <= age) / SAMPLE),
  );
}

describe('OptimalIntervals', () => {
  it.each([...MAIN_DISTRIBUTIONS, ...OTHER_DISTRIBUTIONS])(
    '$name: costs what the exact optimum costs, to within a few percent',
    durations => {
      const sample = sampleOf(durations, SAMPLE);
      const distribution = tabulated(durations);
      for (const pollCostMs of [2000, 20_000]) {
        const intervals = new OptimalIntervals(distribution, pollCostMs);
        const cost = costOfPolls((_polls, at) => at + intervals.at(at), sample, pollCostMs);
        // Pareto's begins at an edge and never ends, but the optimum knows the last job of the sample.
        const bound = durations.name.startsWith('Pareto') ? 1.12 : 1.05;
        expect(cost / costOf(bestOutcome(sample, pollCostMs), pollCostMs)).toBeLessThan(bound);
      }
    },
  );

  it('is a fixed interval for durations without memory: e^x - x - 1 = pollCost h, x = h interval', () => {
    const meanMs = 600_000;
    const ages = Float64Array.from({ length: 400 }, (_, k) => 20_000 * k + 1);
    const intervals = new OptimalIntervals(
      new Distribution(
        ages,
        ages.map(age => 1 - Math.exp(-age / meanMs)),
      ),
      20_000,
    );
    let x = 0.1;
    for (let step = 0; step < 50; step++) x -= (Math.exp(x) - x - 1 - 20_000 / meanMs) / (Math.exp(x) - 1);
    // A tenth more or less costs half a percent.
    for (const k of [0, 10, 50, 100])
      expect(Math.abs(intervals.at(ages[k]!) / (x * meanMs) - 1)).toBeLessThan(0.1);
  });

  it('jumps over a gap', () => {
    const ages = Float64Array.from({ length: 101 }, (_, k) => 10_000 * k + 1);
    const cdf = ages.map((_, k) =>
      k <= 10 ? 0 : k <= 12 ? (k - 10) / 4 : k <= 80 ? 0.5 : k <= 82 ? 0.5 + (k - 80) / 4 : 1,
    );
    const next = 125_000 + new OptimalIntervals(new Distribution(ages, cdf), 5000).at(125_000);
    expect(next).toBeGreaterThan(800_000);
    expect(next).toBeLessThan(825_000);
  });
});

describe('tailInterval', () => {
  it.each([
    [100_000, 1000, 20_000],
    [400_000, 1000, 40_000],
    [100_000, 4000, 40_000],
  ])('at %i ms and %i ms a poll: %i ms', (age, cost, interval) => {
    expect(tailInterval(age, cost)).toBe(interval);
  });
});
