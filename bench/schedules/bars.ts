import { POLL_COSTS_MS, type LEARNED_AFTER } from './comparison.js';
import { BARRED } from './distributions.js';
import type { Measured, Measurements } from './measure.js';
import { CHANGE_AFTER } from './trials.js';

/** A promise, and the worst that was measured of it. */
export interface Bar {
  readonly name: string;
  readonly atMost: number;
  readonly worst: number;
  readonly where: string;
}

type Case = readonly [where: string, ratio: number];

export function barsOf({ comparisons, priors, tripled }: Measurements): readonly Bar[] {
  const after = (jobs: (typeof LEARNED_AFTER)[number], humps: 'one' | 'two'): readonly Case[] =>
    comparisons
      .filter(
        ({ durations }) => BARRED.includes(durations) && durations.parts.length === { one: 1, two: 2 }[humps],
      )
      .flatMap(({ durations, rows }) =>
        rows
          .find(({ name }) => name === `learned, after ${jobs} jobs`)!
          .at.map(({ overBest }, index): Case => [
            `${durations.name} at ${POLL_COSTS_MS[index]! / 1000} s`,
            overBest,
          ]),
      );
  return [
    bar('after 30 jobs, one hump', 1.1, after(30, 'one')),
    bar('after 30 jobs, two humps', 1.15, after(30, 'two')),
    bar('after 3 jobs, one hump', 1.35, after(3, 'one')),
    bar('after 3 jobs, two humps', 1.6, after(3, 'two')),
    bar(
      "prior wrong by 3, over HeyGen's command line, after any number of jobs",
      1,
      cases(priors, ratios => ratios),
    ),
    bar(
      '40 jobs after durations tripled',
      1.2,
      cases(tripled, ratios => [ratios[CHANGE_AFTER.indexOf(40)]!]),
    ),
  ];
}

function cases(
  some: readonly Measured[],
  pick: (ratios: readonly number[]) => readonly number[],
): readonly Case[] {
  return some.flatMap(({ name, pollCostMs, ratios }) =>
    pick(ratios).map((ratio): Case => [`${name} at ${pollCostMs / 1000} s`, ratio]),
  );
}

function bar(name: string, atMost: number, among: readonly Case[]): Bar {
  const [where, worst] = among.reduce((a, b) => (b[1] > a[1] ? b : a));
  return { name, atMost, worst, where };
}
