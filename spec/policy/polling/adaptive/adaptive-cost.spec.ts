import { adaptive } from '../../../../lib/policy/polling/adaptive/adaptive.js';
import { seeded } from '../../../../bench/schedules/random.js';
import { bestOutcome, POLL_COSTS_MS, peerOutcome } from '../../../../bench/schedules/comparison.js';
import {
  MAIN_DISTRIBUTIONS,
  draw,
  MEDIAN_MS,
  sampleOf,
  stretched,
  type Durations,
} from '../../../../bench/schedules/distributions.js';
import { median } from '../../../../bench/report/median.js';
import { costOf, costOfPolls } from '../../../../bench/schedules/outcome.js';
import { HEYGEN_CLI } from '../../../../bench/schedules/peers.js';
import { pollsOf, watchAndLearn } from '../../../../bench/schedules/training.js';

// The benchmark checks these bounds with more runs and more cases. Three runs scatter more, so each bound has some slack here.
const TIMES = 3;
const SAMPLE = 1000;

const cases = MAIN_DISTRIBUTIONS.flatMap(durations =>
  POLL_COSTS_MS.map(pollCostMs => ({ name: durations.name, durations, pollCostMs })),
);

/** Costs at each stage of a schedule's learning, where it watches jobs as a client does: medians. */
function medianCosts(
  pollCostMs: number,
  medianMs: number,
  judged: Durations,
  stages: readonly (readonly [jobs: number, kind: Durations])[],
): readonly number[] {
  const sample = sampleOf(judged, SAMPLE);
  const costs = Array.from({ length: TIMES }, (_, time) => {
    const random = seeded(101 * time + 1);
    const schedule = adaptive({ pollCostMs, prior: { medianMs, sigma: 0.5 } });
    return stages.map(([jobs, kind]) => {
      for (let job = 0; job < jobs; job++) watchAndLearn(schedule, draw(kind, random));
      return costOfPolls(pollsOf(schedule), sample, pollCostMs);
    });
  });
  return stages.map((_, stage) => median(costs.map(course => course[stage]!)));
}

const leastCost = (durations: Durations, pollCostMs: number): number =>
  costOf(bestOutcome(sampleOf(durations, SAMPLE), pollCostMs), pollCostMs);

describe('adaptive, against the best possible polls', () => {
  it.each(cases)('$name at $pollCostMs ms: after 3 and after 30 jobs', ({ durations, pollCostMs }) => {
    const costs = medianCosts(pollCostMs, MEDIAN_MS, durations, [
      [3, durations],
      [27, durations],
    ]);
    const [few, many] = costs.map(cost => cost / leastCost(durations, pollCostMs));
    const hasTwoModes = durations.components.length > 1;
    expect(few).toBeLessThan(hasTwoModes ? 1.65 : 1.4);
    expect(many).toBeLessThan(hasTwoModes ? 1.2 : 1.14);
  });

  it.each([
    ['lognormal 0.2', 2000],
    ['lognormal 0.5', 20_000],
    ['two modes', 2000],
  ])('%s at %i ms: 40 jobs after all take three times as long', (name, pollCostMs) => {
    const durations = MAIN_DISTRIBUTIONS.find(one => one.name === name)!;
    const tripled = stretched(durations, 3);
    const [before, after] = medianCosts(pollCostMs, MEDIAN_MS, tripled, [
      [40, durations],
      [40, tripled],
    ]).map(cost => cost / leastCost(tripled, pollCostMs));
    expect(before).toBeGreaterThan(1.3);
    expect(after).toBeLessThan(1.2);
  });

  it.each(cases)(
    "$name at $pollCostMs ms: no worse than HeyGen's command line, from a prior wrong by 3",
    ({ durations, pollCostMs }) => {
      const theirs = costOf(peerOutcome(HEYGEN_CLI, sampleOf(durations, SAMPLE), 1), pollCostMs);
      for (const medianMs of [3 * MEDIAN_MS, MEDIAN_MS / 3]) {
        const costs = medianCosts(pollCostMs, medianMs, durations, [
          [0, durations],
          [1, durations],
          [3, durations],
        ]);
        for (const cost of costs) expect(cost).toBeLessThan(theirs);
      }
    },
  );
});
