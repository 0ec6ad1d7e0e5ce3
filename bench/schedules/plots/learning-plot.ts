import { drawChart } from '../../charts/chart.js';
import { ADAPTIVE_AFTER } from '../comparison.js';
import { MAIN_DISTRIBUTIONS } from '../distributions.js';
import type { Measurements } from '../measure.js';

/** The cost of the adaptive schedule as it sees more jobs. */
export function learningPlot(comparisons: Measurements['comparisons']): string {
  const place = (jobs: number): number => jobs + 1;
  return drawChart({
    title: 'Learning: cost over the best possible, a poll costs 20 s',
    x: { label: 'finished jobs + 1', from: 1, to: 101, ticks: [1, 4, 11, 31, 101], log: true },
    y: { label: 'cost / best possible', from: 1, to: 2, ticks: [1, 1.1, 1.2, 1.4, 1.6, 1.8, 2] },
    series: comparisons.slice(0, MAIN_DISTRIBUTIONS.length).map(({ durations, rows }) => ({
      name: durations.name,
      points: ADAPTIVE_AFTER.map(jobs => {
        const { at } = rows.find(({ name }) => name === `adaptive, after ${jobs} jobs`)!;
        return [place(jobs), at[1]!.overBest];
      }),
    })),
  });
}
