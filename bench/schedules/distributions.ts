import { probit } from './chance.js';

/** How durations are distributed: shares of parts, each given by its quantile function, in ms. */
export interface Durations {
  readonly name: string;
  readonly parts: readonly (readonly [share: number, quantile: (p: number) => number])[];
}

const SECOND = 1000;
/** "Most take 5 to 15 minutes": a lognormal of this median, s = 0.5, has 71 % there. */
export const MEDIAN_MS = 520 * SECOND;

const lognormal = (medianMs: number, sigma: number) => (p: number) => medianMs * Math.exp(sigma * probit(p));
const weibull = (scaleMs: number, shape: number) => (p: number) => scaleMs * (-Math.log1p(-p)) ** (1 / shape);
const only = (name: string, quantile: (p: number) => number): Durations => ({ name, parts: [[1, quantile]] });

/** The distributions for which there is a bar. */
export const BARRED: readonly Durations[] = [
  only('lognormal 0.2', lognormal(MEDIAN_MS, 0.2)),
  only('lognormal 0.5', lognormal(MEDIAN_MS, 0.5)),
  only('lognormal 0.8', lognormal(MEDIAN_MS, 0.8)),
  only('lognormal 1.2', lognormal(MEDIAN_MS, 1.2)),
  only('exponential', weibull(590 * SECOND, 1)),
  only('uniform', p => 2 * MEDIAN_MS * p),
  {
    name: 'two humps',
    parts: [
      [0.5, lognormal(240 * SECOND, 0.2)],
      [0.5, lognormal(1200 * SECOND, 0.2)],
    ],
  },
];

/** Others, to see where it ends. */
export const OTHERS: readonly Durations[] = [
  only('nearly constant', lognormal(MEDIAN_MS, 0.03)),
  only('Weibull 3', weibull(600 * SECOND, 3)),
  only('Weibull 0.7', weibull(500 * SECOND, 0.7)),
  only('Pareto 1.5', p => 200 * SECOND * (1 - p) ** (-1 / 1.5)),
  {
    name: 'two humps, far apart',
    parts: [
      [0.7, lognormal(60 * SECOND, 0.3)],
      [0.3, lognormal(1800 * SECOND, 0.2)],
    ],
  },
  only('seconds', lognormal(8 * SECOND, 0.5)),
  only('hours', lognormal(7200 * SECOND, 0.4)),
];

/** The same jobs, all `factor` times as long. */
export function stretched({ name, parts }: Durations, factor: number): Durations {
  return { name, parts: parts.map(([share, quantile]) => [share, p => factor * quantile(p)]) };
}

/** One duration, in ms. */
export function draw({ parts }: Durations, random: () => number): number {
  let which = random();
  const [, quantile] = parts.find(([share]) => (which -= share) < 0) ?? parts.at(-1)!;
  return quantile(Math.max(1e-9, random()));
}

/** Evenly spaced quantiles, sorted: a sample without chance, that stands for the distribution. */
export function sampleOf({ parts }: Durations, size: number): Float64Array {
  const durations = parts.flatMap(([share, quantile]) => {
    const count = Math.round(share * size);
    return Array.from({ length: count }, (_, index) => quantile((index + 0.5) / count));
  });
  return Float64Array.from(durations).sort();
}
