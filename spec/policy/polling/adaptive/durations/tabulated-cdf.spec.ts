import { normalCdf } from '../../../../../lib/policy/polling/adaptive/durations/tabulated-cdf.js';

describe('normalCdf', () => {
  it.each([
    [-9, 0],
    [-2, 0.02275],
    [-1, 0.158655],
    [0, 0.5],
    [0.6745, 0.75],
    [1.96, 0.975002],
    [9, 1],
  ])('P(z < %d) = %d', (z, p) => expect(normalCdf(z)).toBeCloseTo(p, 4));
});
