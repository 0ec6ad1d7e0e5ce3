import { adaptive } from '../../../lib/policy/polling/adaptive/adaptive.js';
import { median } from '../../report/median.js';
import { bestOutcome } from '../comparison.js';
import { draw, sampleOf, type Durations } from '../distributions.js';
import { costOf, costOfPolls } from '../outcome.js';
import { probit, seeded } from '../random.js';
import { pollsOf, watchAndLearn } from '../training.js';

/** Cost over the best possible schedule that knows the key, with two kinds of jobs, one three times as long: of a schedule that is given the key, and of one that is not. */
export function byKey(
  pollCostMs: number,
  jobs: number,
  times: number,
): readonly [known: number, notKnown: number] {
  const kinds = ['fast', 'precise'].map((key, index) => {
    const durations: Durations = {
      name: key,
      components: [[1, p => (index === 0 ? 300_000 : 900_000) * Math.exp(0.25 * probit(p))]],
    };
    const sample = sampleOf(durations, 1000);
    return { key, durations, sample };
  });
  const best = kinds.reduce(
    (sum, { sample }) => sum + costOf(bestOutcome(sample, pollCostMs), pollCostMs),
    0,
  );
  const cost = (isKnown: boolean, seed: number): number => {
    const random = seeded(seed);
    const schedule = adaptive({ pollCostMs });
    for (let job = 0; job < jobs; job++) {
      const { key, durations } = kinds[random() < 0.5 ? 0 : 1]!;
      watchAndLearn(schedule, draw(durations, random), isKnown ? { key } : {});
    }
    const sum = kinds.reduce(
      (total, { key, sample }) =>
        total + costOfPolls(pollsOf(schedule, isKnown ? { key } : {}), sample, pollCostMs),
      0,
    );
    return sum / best;
  };
  const costs = [true, false].map(isKnown =>
    median(Array.from({ length: times }, (_, time) => cost(isKnown, 71 * time + 11))),
  );
  return [costs[0]!, costs[1]!];
}
