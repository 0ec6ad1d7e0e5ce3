import { POLL_COSTS_MS, type ADAPTIVE_AFTER } from './comparison.js';
import { MAIN_DISTRIBUTIONS } from './distributions.js';
import type { Measured, Measurements } from './measure.js';
import { CHANGE_AFTER } from './trials/after-change.js';
import { SHORT_MS } from './trials/far-apart.js';

/** A bound, and the worst case that was measured. */
export interface ScheduleBound {
  readonly name: string;
  readonly atMost: number;
  readonly worst: number;
  readonly where: string;
}

type Case = readonly [where: string, ratio: number];

export function boundsOf({ comparisons, priors, tripled, farApart }: Measurements): readonly ScheduleBound[] {
  const after = (jobs: (typeof ADAPTIVE_AFTER)[number], modes: 1 | 2): readonly Case[] =>
    comparisons
      .filter(
        ({ durations }) => MAIN_DISTRIBUTIONS.includes(durations) && durations.components.length === modes,
      )
      .flatMap(({ durations, rows }) =>
        rows
          .find(({ name }) => name === `adaptive, after ${jobs} jobs`)!
          .at.map(({ overBest }, index): Case => [
            `${durations.name} at ${POLL_COSTS_MS[index]! / 1000} s`,
            overBest,
          ]),
      );
  return [
    bound('after 30 jobs, one mode', 1.1, after(30, 1)),
    bound('after 30 jobs, two modes', 1.15, after(30, 2)),
    bound('after 3 jobs, one mode', 1.35, after(3, 1)),
    bound('after 3 jobs, two modes', 1.6, after(3, 2)),
    bound(
      "prior wrong by 3, over HeyGen's command line, after any number of jobs",
      1,
      cases(priors, ratios => ratios),
    ),
    bound(
      '40 jobs after durations tripled',
      1.2,
      cases(tripled, ratios => [ratios[CHANGE_AFTER.indexOf(40)]!]),
    ),
    bound(
      'after 30 jobs, two groups 10 to 40 times apart, where a poll costs 0.5 or 1 short jobs',
      1.2,
      cases(
        farApart.filter(({ pollCostMs }) => pollCostMs <= SHORT_MS),
        ratios => ratios,
      ),
    ),
    bound(
      'after 30 jobs, two groups 10 to 40 times apart, where a poll costs 2 short jobs',
      1.25,
      cases(
        farApart.filter(({ pollCostMs }) => pollCostMs > SHORT_MS),
        ratios => ratios,
      ),
    ),
  ];
}

function cases(
  measured: readonly Measured[],
  pick: (ratios: readonly number[]) => readonly number[],
): readonly Case[] {
  return measured.flatMap(({ name, pollCostMs, ratios }) =>
    pick(ratios).map((ratio): Case => [`${name} at ${pollCostMs / 1000} s`, ratio]),
  );
}

function bound(name: string, atMost: number, among: readonly Case[]): ScheduleBound {
  const [where, worst] = among.reduce((a, b) => (b[1] > a[1] ? b : a));
  return { name, atMost, worst, where };
}
