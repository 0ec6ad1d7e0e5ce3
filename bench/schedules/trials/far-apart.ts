import { adaptive } from '../../../lib/policy/polling/adaptive/adaptive.js';
import { bestOutcome } from '../comparison.js';
import { draw, sampleOf, type Durations } from '../distributions.js';
import { costOf, costOfPolls } from '../outcome.js';
import { probit, seeded } from '../random.js';
import { pollsOf, watchAndLearn } from '../training.js';

const SAMPLE = 1000;
const JOBS = 30;
/** Median of the short jobs. */
export const SHORT_MS = 20_000;
/** Standard deviation of the log durations in a group, one after the other. */
const SPREADS = [0.1, 0.2, 0.3] as const;

/** Jobs of two groups, one taking many times as long as the other. */
export interface FarApart {
  readonly name: string;
  /** How many times as long the jobs of the longer group take. */
  readonly ratio: number;
  /** Share of the jobs that are short. */
  readonly share: number;
  /** What a poll costs, over the median of the short jobs. */
  readonly pollCost: number;
}

export const FAR_APART: readonly FarApart[] = [10, 20, 40].flatMap(ratio =>
  [0.3, 0.5, 0.7].flatMap(share =>
    [0.5, 1, 2].map(pollCost => ({
      name: `${100 * share} % short, the others ${ratio} times as long`,
      ratio,
      share,
      pollCost,
    })),
  ),
);

export const pollCostOf = ({ pollCost }: FarApart): number => pollCost * SHORT_MS;

/** Cost over the best possible after 30 jobs, of each run. @param seed Another number draws other jobs. */
export function farApart(kind: FarApart, times: number, seed: number): readonly number[] {
  const pollCostMs = pollCostOf(kind);
  return Array.from({ length: times }, (_, time) => {
    const spread = SPREADS[time % SPREADS.length]!;
    const group = (medianMs: number) => (p: number) => medianMs * Math.exp(spread * probit(p));
    const durations: Durations = {
      name: kind.name,
      components: [
        [kind.share, group(SHORT_MS)],
        [1 - kind.share, group(kind.ratio * SHORT_MS)],
      ],
    };
    const sample = sampleOf(durations, SAMPLE);
    const random = seeded(1009 * time + seed);
    const schedule = adaptive({ pollCostMs });
    for (let job = 0; job < JOBS; job++) watchAndLearn(schedule, draw(durations, random));
    const best = costOf(bestOutcome(sample, pollCostMs), pollCostMs);
    return costOfPolls(pollsOf(schedule), sample, pollCostMs) / best;
  });
}
