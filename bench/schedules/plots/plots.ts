import { MAIN_DISTRIBUTIONS } from '../distributions.js';
import type { Measurements } from '../measure.js';
import { changePlot } from './change-plot.js';
import { frontierPlot } from './frontier-plot.js';
import { learningPlot } from './learning-plot.js';
import { pollsPlot } from './polls-plot.js';

/** Names and SVG documents. */
export function plots({
  comparisons,
  tripled,
}: Measurements): readonly (readonly [name: string, svg: string])[] {
  return [
    ['polls', pollsPlot(MAIN_DISTRIBUTIONS[1]!)],
    ['frontier', frontierPlot(comparisons[1]!)],
    ['learning', learningPlot(comparisons)],
    ['change', changePlot(tripled)],
  ];
}
