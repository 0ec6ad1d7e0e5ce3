/** A standard curve of log durations: its CDF, tabulated. It is 0 up to `from` and 1 from `to` on. */
export interface Curve {
  readonly from: number;
  readonly to: number;
  /** `STEPS` values for each unit of z, beginning at `from`. */
  readonly table: Float64Array;
}

export const STEPS = 64;

/** Lognormal durations: most work that is made of many parts. */
export const lognormal: Curve = /* @__PURE__ */ tabulate(-4, 4, normalCdf);

/** Weibull durations: the exponential is one of them, the uniform nearly. */
export const weibull: Curve = /* @__PURE__ */ tabulate(-8, 2, z => -Math.expm1(-Math.exp(z)));

export function cdf(curve: Curve, z: number): number {
  if (z <= curve.from) return 0;
  if (z >= curve.to) return 1;
  const place = (z - curve.from) * STEPS;
  const index = Math.floor(place);
  const low = curve.table[index]!;
  return low + (place - index) * (curve.table[index + 1]! - low);
}

function tabulate(from: number, to: number, exact: (z: number) => number): Curve {
  const length = (to - from) * STEPS + 2;
  return { from, to, table: Float64Array.from({ length }, (_, index) => exact(from + index / STEPS)) };
}

/** Abramowitz and Stegun 26.2.17: off by less than 1e-7. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (series * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  return z > 0 ? 1 - tail : tail;
}
