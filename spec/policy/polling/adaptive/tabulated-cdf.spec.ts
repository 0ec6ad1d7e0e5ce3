import { cdf, lognormal, weibull } from '../../../../lib/policy/polling/adaptive/tabulated-cdf.js';

describe('the curves', () => {
  it.each([
    [-9, 0],
    [-2, 0.02275],
    [-1, 0.158655],
    [0, 0.5],
    [0.6745, 0.75],
    [1.96, 0.975002],
    [9, 1],
  ])('lognormal: P(z < %d) = %d', (z, p) => expect(cdf(lognormal, z)).toBeCloseTo(p, 4));

  it.each([
    [-20, 0],
    [-2.25037, 0.1],
    [Math.log(Math.LN2), 0.5],
    [0, 1 - 1 / Math.E],
    [0.834032, 0.9],
    [3, 1],
  ])('weibull: P(z < %d) = %d', (z, p) => expect(cdf(weibull, z)).toBeCloseTo(p, 4));
});
