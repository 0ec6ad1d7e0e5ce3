/** Standard deviations from the mean at which the tabulated distribution ends: 0 below `-TAIL`, 1 above `TAIL`. */
export const TAIL = 4;
/** Table entries per standard deviation. */
export const STEPS = 64;

/** Standard normal distribution function from `-TAIL` to `TAIL`: it is read for every component of the grid at every job. */
export const NORMAL_CDF: Float64Array = /* @__PURE__ */ Float64Array.from(
  { length: 2 * TAIL * STEPS + 2 },
  (_, index) => exactNormalCdf(index / STEPS - TAIL),
);

/** Probability that a standard normal variable is below `z`. */
export function normalCdf(z: number): number {
  if (z <= -TAIL) return 0;
  if (z >= TAIL) return 1;
  const position = (z + TAIL) * STEPS;
  const index = Math.floor(position);
  const low = NORMAL_CDF[index]!;
  return low + (position - index) * (NORMAL_CDF[index + 1]! - low);
}

/** Abramowitz and Stegun 26.2.17: off by less than 1e-7. */
function exactNormalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (series * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  return z > 0 ? 1 - tail : tail;
}
