import { cdf, lognormal, weibull, type Curve } from './tabulated-cdf.js';
import type { Prior } from './options.js';

/** One curve at one width, at evenly spaced places on the axis of log durations: as far apart as it is wide. */
export interface Level {
  readonly curve: Curve;
  readonly width: number;
  /** Log duration at which atom 0 stands; atom k stands `k * width` further on. */
  readonly first: number;
  readonly count: number;
  /** Where the level's atoms begin in an array over all atoms. */
  readonly offset: number;
}

// The widths reach from jobs that take the same time to within a percent to jobs of which one takes a hundred times as long as another.
const WIDTHS: readonly (readonly [Curve, readonly number[], number])[] = [
  [lognormal, [0.02, 0.045, 0.07, 0.1, 0.15, 0.21, 0.3, 0.42, 0.6, 0.85, 1.2, 1.7, 2.4], 0.7],
  [weibull, [0.1, 0.2, 0.33, 0.5, 0.75, 1, 1.5, 2], 0.3],
];

/** A Weibull's log durations spread 1.28 times its width, and its median lies 0.367 widths below its place. */
const WEIBULL_SPREAD = Math.PI / Math.sqrt(6);
const WEIBULL_MEDIAN = Math.log(Math.LN2);

/** Log durations that can be told apart lie within e^7.5 (1800 times) of the prior's median, both ways. */
export const REACH = 7.5;

/** The share of what no curve foretells, for jobs that fail at once or hang. */
const OUTLIERS = 0.01;

/**
 * The dictionary of curves that durations are put together from, with the prior belief in each.
 *
 * Beliefs are arrays with one number an atom. The prior's median is the middle of a bell that one job moves easily: a prior that is wrong
 * by 3 costs little. It stands a little low, because a prior that is too long costs more (delay) than one that is too short (polls).
 */
export class Atoms {
  readonly levels: readonly Level[];
  readonly size: number;
  readonly prior: Float64Array;
  /** Log of the prior's median. */
  readonly centre: number;

  constructor({ medianMs, sigma }: Prior) {
    this.centre = Math.log(medianMs);
    const levels: Level[] = [];
    let offset = 0;
    for (const [curve, widths] of WIDTHS) {
      for (const width of widths) {
        const count = Math.ceil((2 * REACH) / width) + 1;
        levels.push({ curve, width, first: this.centre - ((count - 1) * width) / 2, count, offset });
        offset += count;
      }
    }
    this.levels = levels;
    this.size = offset;
    this.prior = this.believe(sigma);
  }

  private believe(sigma: number): Float64Array {
    const prior = new Float64Array(this.size);
    for (const { curve, width, first, count, offset } of this.levels) {
      const [, widths, share] = WIDTHS.find(([family]) => family === curve)!;
      const [spread, median] =
        curve === weibull ? [width * WEIBULL_SPREAD, width * WEIBULL_MEDIAN] : [width, 0];
      const belief = ((bell(Math.log(spread / (0.8 * sigma)), 0.7) + 0.4) * width * share) / widths.length;
      for (let k = 0; k < count; k++) {
        const away = first + k * width + median - this.centre + 0.2;
        prior[offset + k] = belief * (0.9 * bell(away, 1) + 0.1 * bell(away, 2.5));
      }
    }
    const sum = prior.reduce((total, value) => total + value);
    return prior.map(value => value / sum);
  }

  /** What the atoms say of a job that ended in `(after, by]`, both logs of durations; `-Infinity` and `Infinity` leave a side open. */
  evidence(after: number, by: number): Evidence {
    const { levels } = this;
    const spans = levels.map(({ curve, width, first, count }) => {
      const from = Math.ceil((after - first) / width - curve.to);
      const to = Math.floor((by - first) / width - curve.from) + 1;
      const start = Math.min(count, Math.max(0, from));
      return { start, values: new Float64Array(Math.max(0, Math.min(count, to) - start)) };
    });
    spans.forEach(({ start, values }, index) => {
      const { curve, width, first } = levels[index]!;
      const zAfter = (after - first) / width - start;
      const zBy = (by - first) / width - start;
      for (let k = 0; k < values.length; k++) values[k] = cdf(curve, zBy - k) - cdf(curve, zAfter - k);
    });
    const wide = Math.max(this.wide(by) - this.wide(after), 1e-9);
    return { spans, wide, unforeseen: OUTLIERS * wide };
  }

  /** The curve of what has never been seen: so wide that it foresees, a little, whatever comes. */
  wide(logDuration: number): number {
    return cdf(lognormal, (logDuration - this.centre) / 2);
  }
}

/** One job, in the eyes of the atoms. */
export interface Evidence {
  /** For each level, how probable its atoms make the job, from atom `start` on; all others make it impossible. */
  readonly spans: readonly { readonly start: number; readonly values: Float64Array }[];
  /** How probable the job is to the widest curve, and as an outlier. */
  readonly wide: number;
  readonly unforeseen: number;
}

export function bell(x: number, width: number): number {
  return Math.exp((-x * x) / (2 * width * width)) / width;
}
