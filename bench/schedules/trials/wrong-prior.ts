import { adaptive } from '../../../lib/policy/polling/adaptive/adaptive.js';
import { median } from '../../report/median.js';
import { peerOutcome } from '../comparison.js';
import { draw, sampleOf, type Durations } from '../distributions.js';
import { costOf, costOfPolls } from '../outcome.js';
import { HEYGEN_CLI } from '../peers.js';
import { seeded } from '../random.js';
import { pollsOf, watchAndLearn } from '../training.js';

const SAMPLE = 2000;

/** Finished jobs after which a schedule with a wrong prior is measured. */
export const PRIOR_AFTER = [0, 1, 3, 10, 30] as const;

/** Cost over that of HeyGen's command line, at each stage of `PRIOR_AFTER`, for an adaptive schedule whose prior has another median. */
export function wrongPrior(
  durations: Durations,
  pollCostMs: number,
  medianMs: number,
  times: number,
): readonly number[] {
  const sample = sampleOf(durations, SAMPLE);
  const peer = costOf(peerOutcome(HEYGEN_CLI, sample, 1), pollCostMs);
  const options = { pollCostMs, prior: { medianMs, sigma: 0.5 } };
  const costs = PRIOR_AFTER.map((): number[] => []);
  for (let time = 0; time < times; time++) {
    const random = seeded(31 * time + 7);
    const schedule = adaptive(options);
    let jobs = 0;
    PRIOR_AFTER.forEach((until, stage) => {
      for (; jobs < until; jobs++) watchAndLearn(schedule, draw(durations, random));
      costs[stage]!.push(costOfPolls(pollsOf(schedule), sample, pollCostMs) / peer);
    });
  }
  return costs.map(median);
}
