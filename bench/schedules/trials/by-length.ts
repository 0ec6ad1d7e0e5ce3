import { adaptive } from '../../../lib/policy/polling/adaptive/adaptive.js';
import { median } from '../../report/median.js';
import { bestOutcome } from '../comparison.js';
import { MEDIAN_MS } from '../distributions.js';
import { costOf, costOfPolls } from '../outcome.js';
import { probit, seeded } from '../random.js';
import { pollsOf, watchAndLearn, type Known } from '../training.js';

/** How the duration of a job depends on the length of its video. */
export interface Dependence {
  readonly name: string;
  readonly typicalMs: (videoSeconds: number) => number;
}

export const DEPENDENCES: readonly Dependence[] = [
  { name: 'proportional', typicalMs: video => 4300 * video },
  { name: 'two minutes plus proportional', typicalMs: video => 120_000 + 3300 * video },
  { name: 'not at all', typicalMs: () => MEDIAN_MS },
];

/** Cost over the best possible schedule that knows the length: of a schedule that is given it, and of one that is not. */
export function byLength(
  { typicalMs }: Dependence,
  pollCostMs: number,
  jobs: number,
  times: number,
): readonly [known: number, notKnown: number] {
  const videos = Array.from({ length: 15 }, (_, index) => 120 * Math.exp(0.8 * probit((index + 0.5) / 15)));
  const samples = videos.map(video =>
    Float64Array.from(
      { length: 500 },
      (_, index) => typicalMs(video) * Math.exp(0.2 * probit((index + 0.5) / 500)),
    ),
  );
  const best = samples.reduce((sum, sample) => sum + costOf(bestOutcome(sample, pollCostMs), pollCostMs), 0);
  const cost = (isKnown: boolean, seed: number): number => {
    const random = seeded(seed);
    const schedule = adaptive({ pollCostMs });
    const known = (videoSeconds: number): Known => (isKnown ? { videoSeconds } : {});
    for (let job = 0; job < jobs; job++) {
      const video = 120 * Math.exp(0.8 * probit(Math.max(1e-9, random())));
      watchAndLearn(
        schedule,
        typicalMs(video) * Math.exp(0.2 * probit(Math.max(1e-9, random()))),
        known(video),
      );
    }
    const sum = samples.reduce(
      (total, sample, index) =>
        total + costOfPolls(pollsOf(schedule, known(videos[index]!)), sample, pollCostMs),
      0,
    );
    return sum / best;
  };
  const costs = [true, false].map(isKnown =>
    median(Array.from({ length: times }, (_, time) => cost(isKnown, 53 * time + 3))),
  );
  return [costs[0]!, costs[1]!];
}
