import { ParameterGrid } from '../../../../../lib/policy/polling/adaptive/durations/parameter-grid.js';
import { tabulate } from '../../../../../lib/policy/polling/adaptive/durations/tabulate.js';
import { normalCdf } from '../../../../../lib/policy/polling/adaptive/durations/tabulated-cdf.js';

const grid = new ParameterGrid({ medianMs: 1000, sigma: 0.5 });

/** All weight on one component: that of this scale which is nearest to a duration of one second. */
function single(scale: number): { weights: Float64Array; location: number } {
  const row = grid.rows.find(one => one.scale === scale)!;
  const k = Math.round((Math.log(1000) - row.first) / scale);
  const weights = new Float64Array(grid.size);
  weights[row.offset + k] = 1;
  return { weights, location: row.first + k * scale };
}

describe('tabulate', () => {
  it.each([0.07, 0.3, 0.85])('tabulates a single component of scale %d', scale => {
    const { weights, location } = single(scale);
    const distribution = tabulate(grid, weights, 1e6);
    for (const z of [-2, -1, -0.3, 0, 0.5, 1.5])
      expect(distribution.cdfAt(Math.exp(location + z * scale))).toBeCloseTo(normalCdf(z), 1.5);
  });

  it('puts its points where jobs end', () => {
    const { ages } = tabulate(grid, single(0.02).weights, 100);
    expect(ages.filter(age => age > 950 && age < 1050).length).toBeGreaterThan(6);
  });

  it('rises from zero, and leaves room for jobs unlike all before, however many there were', () => {
    const distribution = tabulate(grid, single(0.02).weights, 1e5);
    const { cdf } = distribution;
    for (let k = 1; k < cdf.length; k++) expect(cdf[k]).toBeGreaterThanOrEqual(cdf[k - 1]!);
    expect(distribution.cdfAt(900)).toBeLessThan(1e-5);
    expect(distribution.cdfAt(20_000)).toBeGreaterThan(0.9999);
    expect(distribution.cdfAt(20_000)).toBeLessThan(1);
  });

  it('integrates: how long a job is expected to have been over', () => {
    const distribution = tabulate(grid, single(0.02).weights, 1e9);
    expect(distribution.integratedCdfAt(500)).toBeCloseTo(0, 0);
    expect(distribution.integratedCdfAt(3000) / 2000).toBeCloseTo(1, 1);
    expect(distribution.integratedCdfAt(5000) - distribution.integratedCdfAt(4000)).toBeCloseTo(1000, 1);
  });
});
