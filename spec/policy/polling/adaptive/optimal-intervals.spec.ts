import { bestWaits, lateWait, waitAt } from '../../../../lib/policy/polling/adaptive/optimal-intervals.js';
import { Distribution } from '../../../../lib/policy/polling/adaptive/distribution.js';
import { BARRED, OTHERS, sampleOf, type Durations } from '../../../../bench/schedules/distributions.js';
import { bestOutcome } from '../../../../bench/schedules/comparison.js';
import { costOf, costOfPolls } from '../../../../bench/schedules/outcome.js';

const SAMPLE = 4000;

/** The distribution itself, tabulated at a hundred points. */
function tabulated(durations: Durations): Distribution {
  const sample = sampleOf(durations, SAMPLE);
  const [from, to] = [Math.log(0.9 * sample[0]!), Math.log(sample.at(-1)!)];
  const instants = Float64Array.from({ length: 100 }, (_, k) => Math.exp(from + ((to - from) * k) / 99));
  return new Distribution(
    instants,
    instants.map(instant => sample.findLastIndex(duration => duration <= instant) / SAMPLE),
  );
}

describe('bestWaits', () => {
  it.each([...BARRED, ...OTHERS])(
    '$name: costs what the exact optimum costs, to within a few percent',
    durations => {
      const sample = sampleOf(durations, SAMPLE);
      const distribution = tabulated(durations);
      for (const pollCostMs of [2000, 20_000]) {
        const waits = bestWaits(distribution, pollCostMs);
        const cost = costOfPolls(
          (_polls, at) => at + waitAt(distribution, waits, at, pollCostMs),
          sample,
          pollCostMs,
        );
        // Pareto's begins at an edge and never ends, but the optimum knows the last job of the sample.
        const bound = durations.name.startsWith('Pareto') ? 1.12 : 1.05;
        expect(cost / costOf(bestOutcome(sample, pollCostMs), pollCostMs)).toBeLessThan(bound);
      }
    },
  );

  it('is a fixed interval for durations without memory: e^x - x - 1 = pollCost h, x = h wait', () => {
    const meanMs = 600_000;
    const instants = Float64Array.from({ length: 400 }, (_, k) => 20_000 * k + 1);
    const distribution = new Distribution(
      instants,
      instants.map(instant => 1 - Math.exp(-instant / meanMs)),
    );
    const waits = bestWaits(distribution, 20_000);
    let x = 0.1;
    for (let step = 0; step < 50; step++) x -= (Math.exp(x) - x - 1 - 20_000 / meanMs) / (Math.exp(x) - 1);
    // A tenth more or less costs half a percent.
    for (const k of [0, 10, 50, 100]) expect(Math.abs(waits[k]! / (x * meanMs) - 1)).toBeLessThan(0.1);
  });

  it('leaps over a valley', () => {
    const instants = Float64Array.from({ length: 101 }, (_, k) => 10_000 * k + 1);
    const ended = instants.map((_, k) =>
      k <= 10 ? 0 : k <= 12 ? (k - 10) / 4 : k <= 80 ? 0.5 : k <= 82 ? 0.5 + (k - 80) / 4 : 1,
    );
    const distribution = new Distribution(instants, ended);
    const waits = bestWaits(distribution, 5000);
    const after = waitAt(distribution, waits, 125_000, 5000);
    expect(125_000 + after).toBeGreaterThan(800_000);
    expect(125_000 + after).toBeLessThan(825_000);
  });
});

describe('lateWait', () => {
  it.each([
    [100_000, 1000, 20_000],
    [400_000, 1000, 40_000],
    [100_000, 4000, 40_000],
  ])('at %i ms and %i ms a poll: %i ms', (elapsed, cost, wait) => {
    expect(lateWait(elapsed, cost)).toBe(wait);
  });
});
