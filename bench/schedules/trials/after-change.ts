import { adaptive } from '../../../lib/policy/polling/adaptive/adaptive.js';
import { median } from '../../report/median.js';
import { bestOutcome } from '../comparison.js';
import { draw, sampleOf, stretched, type Durations } from '../distributions.js';
import { costOf, costOfPolls } from '../outcome.js';
import { seeded } from '../random.js';
import { pollsOf, watchAndLearn } from '../training.js';

const SAMPLE = 2000;

/** Jobs since a change. */
export const CHANGE_AFTER = [0, 3, 10, 20, 30, 40, 60] as const;

/** Cost over the best possible at each stage of `CHANGE_AFTER`: 60 jobs of one distribution, then jobs that are `factor` times as long. */
export function afterChange(
  durations: Durations,
  factor: number,
  pollCostMs: number,
  times: number,
): readonly number[] {
  const changed = stretched(durations, factor);
  const sample = sampleOf(changed, SAMPLE);
  const best = costOf(bestOutcome(sample, pollCostMs), pollCostMs);
  const costs = CHANGE_AFTER.map((): number[] => []);
  for (let time = 0; time < times; time++) {
    const random = seeded(977 * time + 5);
    const schedule = adaptive({ pollCostMs });
    for (let job = 0; job < 60; job++) watchAndLearn(schedule, draw(durations, random));
    let jobs = 0;
    CHANGE_AFTER.forEach((until, stage) => {
      for (; jobs < until; jobs++) watchAndLearn(schedule, draw(changed, random));
      costs[stage]!.push(costOfPolls(pollsOf(schedule), sample, pollCostMs) / best);
    });
  }
  return costs.map(median);
}
