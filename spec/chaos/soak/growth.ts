export interface Sample {
  readonly polls: number;
  readonly heapMb: number;
  readonly timers: number;
  readonly requests: number;
  readonly listeners: number;
  readonly watches: number;
}

/** What may come and go while as many watch as before: MB of heap, timers, requests and listeners over the whole run. */
const ALLOWED = { heapMb: 2, timers: 50, requests: 100, listeners: 100 } as const;

/** The first samples are of a program that still warms up. */
const WARM_UP = 0.25;

/** What grows over the run: the slope of a line through the samples, times the length of the run. */
export function growthOf(samples: readonly Sample[]): readonly string[] {
  const settled = samples.slice(Math.floor(samples.length * WARM_UP));
  return (Object.keys(ALLOWED) as (keyof typeof ALLOWED)[]).flatMap(what => {
    const growth = slope(settled.map(sample => sample[what])) * (settled.length - 1);
    return growth > ALLOWED[what] ? [`${what} by ${growth.toFixed(1)}, allowed ${ALLOWED[what]}`] : [];
  });
}

/** Of the least squares line through values at equal distances. */
function slope(values: readonly number[]): number {
  const mid = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const products = values.reduce((sum, value, i) => sum + (i - mid) * (value - mean), 0);
  const squares = values.reduce((sum, _, i) => sum + (i - mid) ** 2, 0);
  return squares === 0 ? 0 : products / squares;
}
