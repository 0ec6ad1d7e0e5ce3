import { drawChart } from '../../charts/chart.js';
import type { Measurements } from '../measure.js';
import { CHANGE_AFTER } from '../trials/after-change.js';

/** The cost of the adaptive schedule after all durations tripled. */
export function changePlot(tripled: Measurements['tripled']): string {
  return drawChart({
    title: 'Overnight all jobs take three times as long (a poll costs 20 s)',
    x: { label: 'jobs since the change', from: 0, to: 60, ticks: [0, 10, 20, 30, 40, 50, 60] },
    y: { label: 'cost / best possible', from: 1, to: 3, ticks: [1, 1.2, 1.5, 2, 2.5, 3] },
    series: tripled
      .filter(({ pollCostMs }) => pollCostMs === 20_000)
      .map(({ name, ratios }) => ({
        name: name.replace(', tripled', ''),
        points: ratios.map((ratio, index) => [CHANGE_AFTER[index]!, ratio]),
      })),
  });
}
