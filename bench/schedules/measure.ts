import { median } from '../report/median.js';
import { compare, POLL_COSTS_MS, type Row } from './comparison.js';
import { MAIN_DISTRIBUTIONS, MEDIAN_MS, OTHER_DISTRIBUTIONS, type Durations } from './distributions.js';
import { afterChange } from './trials/after-change.js';
import { byKey } from './trials/by-key.js';
import { byLength, DEPENDENCES } from './trials/by-length.js';
import { FAR_APART, farApart, pollCostOf } from './trials/far-apart.js';
import { kellersEstimate } from './trials/kellers-estimate.js';
import { shareRequests, type SharedRequests } from './trials/shared-requests.js';
import { wrongPrior } from './trials/wrong-prior.js';

/** Ratios of costs in one situation. */
export interface Measured {
  readonly name: string;
  readonly pollCostMs: number;
  readonly ratios: readonly number[];
}

export interface Measurements {
  readonly comparisons: readonly { readonly durations: Durations; readonly rows: readonly Row[] }[];
  readonly priors: readonly Measured[];
  readonly tripled: readonly Measured[];
  readonly shortened: readonly Measured[];
  readonly farApart: readonly Measured[];
  readonly dependences: readonly Measured[];
  readonly shared: readonly (SharedRequests & {
    readonly pollCostMs: number;
    readonly count: number;
    readonly estimate: number;
  })[];
}

/** How often each run is repeated with other jobs. */
const TIMES = 15;

export function measure(): Measurements {
  return {
    comparisons: [...MAIN_DISTRIBUTIONS, ...OTHER_DISTRIBUTIONS].map(durations => ({
      durations,
      rows: compare(durations, TIMES),
    })),
    priors: [
      ...everywhere('prior three times too long', (durations, cost) =>
        wrongPrior(durations, cost, 3 * MEDIAN_MS, TIMES),
      ),
      ...everywhere('prior three times too short', (durations, cost) =>
        wrongPrior(durations, cost, MEDIAN_MS / 3, TIMES),
      ),
    ],
    tripled: everywhere('tripled', (durations, cost) => afterChange(durations, 3, cost, 9)),
    shortened: everywhere('cut to a third', (durations, cost) => afterChange(durations, 1 / 3, cost, 9)),
    farApart: FAR_APART.map((kind, index) => ({
      name: kind.name,
      pollCostMs: pollCostOf(kind),
      ratios: [median(farApart(kind, 3 * TIMES, 50_000 * index + 17))],
    })),
    dependences: [
      ...DEPENDENCES.flatMap(dependence =>
        atBothCosts(`length of the video: ${dependence.name}`, cost => byLength(dependence, cost, 40, 7)),
      ),
      ...atBothCosts('key: two kinds, one three times as long', cost => byKey(cost, 40, 9)),
    ],
    shared: POLL_COSTS_MS.flatMap(pollCostMs =>
      [1, 10, 100].map(count => {
        const durations = MAIN_DISTRIBUTIONS[1]!;
        const batches = { 1: 1000, 10: 60, 100: 3 }[count]!;
        const estimate = kellersEstimate(durations, pollCostMs, count);
        return { pollCostMs, count, estimate, ...shareRequests(durations, pollCostMs, count, batches) };
      }),
    ),
  };
}

function everywhere(
  what: string,
  ratios: (durations: Durations, cost: number) => readonly number[],
): readonly Measured[] {
  return MAIN_DISTRIBUTIONS.flatMap(durations =>
    atBothCosts(`${durations.name}, ${what}`, cost => ratios(durations, cost)),
  );
}

function atBothCosts(name: string, ratios: (cost: number) => readonly number[]): readonly Measured[] {
  return POLL_COSTS_MS.map(pollCostMs => ({ name, pollCostMs, ratios: ratios(pollCostMs) }));
}
