import { Atoms } from '../../../../lib/policy/polling/adaptive/parameter-grid.js';
import { cdf, lognormal, weibull } from '../../../../lib/policy/polling/adaptive/tabulated-cdf.js';
import { distributionOf } from '../../../../lib/policy/polling/adaptive/tabulate.js';

const atoms = new Atoms({ medianMs: 1000, sigma: 0.5 });

/** The belief in one atom alone: that of a level which is nearest to a duration of one second. */
function sure(curve: typeof lognormal, width: number): { belief: Float64Array; place: number } {
  const level = atoms.levels.find(one => one.curve === curve && one.width === width)!;
  const k = Math.round((Math.log(1000) - level.first) / width);
  const belief = new Float64Array(atoms.size);
  belief[level.offset + k] = 1;
  return { belief, place: level.first + k * width };
}

describe('distributionOf', () => {
  it.each([
    ['lognormal', lognormal, 0.07],
    ['lognormal', lognormal, 0.85],
    ['weibull', weibull, 0.5],
  ])('tabulates a belief in one %s curve', (_name, curve, width) => {
    const { belief, place } = sure(curve, width);
    const distribution = distributionOf(atoms, belief, 1e6);
    for (const z of [-2, -1, -0.3, 0, 0.5, 1.5])
      expect(distribution.endedBy(Math.exp(place + z * width))).toBeCloseTo(cdf(curve, z), 1.5);
  });

  it('puts its points where jobs end', () => {
    const { belief } = sure(lognormal, 0.02);
    const { instants } = distributionOf(atoms, belief, 100);
    expect(instants.filter(instant => instant > 950 && instant < 1050).length).toBeGreaterThan(6);
  });

  it('rises from nothing, and leaves room for what was never seen, however many jobs went before', () => {
    const distribution = distributionOf(atoms, sure(lognormal, 0.02).belief, 1e5);
    const { ended } = distribution;
    for (let k = 1; k < ended.length; k++) expect(ended[k]).toBeGreaterThanOrEqual(ended[k - 1]!);
    expect(distribution.endedBy(900)).toBeLessThan(1e-5);
    expect(distribution.endedBy(20_000)).toBeGreaterThan(0.9999);
    expect(distribution.endedBy(20_000)).toBeLessThan(1);
  });

  it('knows how long a job is expected to have been over', () => {
    const distribution = distributionOf(atoms, sure(lognormal, 0.02).belief, 1e9);
    expect(distribution.overdueAt(500)).toBeCloseTo(0, 0);
    expect(distribution.overdueAt(3000) / 2000).toBeCloseTo(1, 1);
    expect(distribution.overdueAt(5000) - distribution.overdueAt(4000)).toBeCloseTo(1000, 1);
  });
});
