import { probit } from './random.js';

/** A mixture of distributions, each given by its quantile function, in ms. */
export interface Durations {
  readonly name: string;
  readonly components: readonly (readonly [weight: number, quantile: (p: number) => number])[];
}

const SECOND = 1000;
/** "Most take 5 to 15 minutes": so do 71 % in a lognormal with this median and sigma 0.5. */
export const MEDIAN_MS = 520 * SECOND;

const lognormal = (medianMs: number, sigma: number) => (p: number) => medianMs * Math.exp(sigma * probit(p));
const weibull = (scaleMs: number, shape: number) => (p: number) => scaleMs * (-Math.log1p(-p)) ** (1 / shape);
const only = (name: string, quantile: (p: number) => number): Durations => ({
  name,
  components: [[1, quantile]],
});

/** The distributions that the bounds are about. */
export const MAIN_DISTRIBUTIONS: readonly Durations[] = [
  only('lognormal 0.2', lognormal(MEDIAN_MS, 0.2)),
  only('lognormal 0.5', lognormal(MEDIAN_MS, 0.5)),
  only('lognormal 0.8', lognormal(MEDIAN_MS, 0.8)),
  only('lognormal 1.2', lognormal(MEDIAN_MS, 1.2)),
  only('exponential', weibull(590 * SECOND, 1)),
  only('uniform', p => 2 * MEDIAN_MS * p),
  {
    name: 'two modes',
    components: [
      [0.5, lognormal(240 * SECOND, 0.2)],
      [0.5, lognormal(1200 * SECOND, 0.2)],
    ],
  },
];

/** Others, to see the limits. */
export const OTHER_DISTRIBUTIONS: readonly Durations[] = [
  only('nearly constant', lognormal(MEDIAN_MS, 0.03)),
  only('Weibull 3', weibull(600 * SECOND, 3)),
  only('Weibull 0.7', weibull(500 * SECOND, 0.7)),
  only('Pareto 1.5', p => 200 * SECOND * (1 - p) ** (-1 / 1.5)),
  {
    name: 'two modes, far apart',
    components: [
      [0.7, lognormal(60 * SECOND, 0.3)],
      [0.3, lognormal(1800 * SECOND, 0.2)],
    ],
  },
  only('seconds', lognormal(8 * SECOND, 0.5)),
  only('hours', lognormal(7200 * SECOND, 0.4)),
];

/** The same jobs, all of them `factor` times as long. */
export function stretched({ name, components }: Durations, factor: number): Durations {
  return { name, components: components.map(([weight, quantile]) => [weight, p => factor * quantile(p)]) };
}

/** One duration, in ms. */
export function draw({ components }: Durations, random: () => number): number {
  let rest = random();
  const [, quantile] = components.find(([weight]) => (rest -= weight) < 0) ?? components.at(-1)!;
  return quantile(Math.max(1e-9, random()));
}

/** Evenly spaced quantiles, sorted: a sample without randomness that represents the distribution. */
export function sampleOf({ components }: Durations, size: number): Float64Array {
  const durations = components.flatMap(([weight, quantile]) => {
    const count = Math.round(weight * size);
    return Array.from({ length: count }, (_, index) => quantile((index + 0.5) / count));
  });
  return Float64Array.from(durations).sort();
}
