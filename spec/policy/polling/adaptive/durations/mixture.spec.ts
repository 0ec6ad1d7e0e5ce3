import { ParameterGrid } from '../../../../../lib/policy/polling/adaptive/durations/parameter-grid.js';
import { DurationMixture } from '../../../../../lib/policy/polling/adaptive/durations/mixture.js';

const SECOND = 1000;
const grid = new ParameterGrid({ medianMs: 520 * SECOND, sigma: 0.5 });

/** Jobs that took about so many seconds, one by one: 15 % more or less. */
function teach(mixture: DurationMixture, count: number, seconds: number): void {
  for (let index = 0; index < count; index++) {
    const middle = seconds * SECOND * Math.exp(0.3 * (((index * 0.618) % 1) - 0.5));
    mixture.update(grid.intervalLikelihood(Math.log(middle * 0.97), Math.log(middle * 1.03)));
  }
}

const endedBy = (mixture: DurationMixture, seconds: number): number =>
  mixture.distribution.cdfAt(seconds * SECOND);

describe('DurationMixture', () => {
  it('begins with the prior', () => {
    const mixture = new DurationMixture(grid);
    expect(endedBy(mixture, 520)).toBeGreaterThan(0.4);
    expect(endedBy(mixture, 520)).toBeLessThan(0.7);
  });

  it('is nearly sure after twenty jobs, but never quite', () => {
    const mixture = new DurationMixture(grid);
    teach(mixture, 20, 300);
    expect(endedBy(mixture, 220)).toBeLessThan(0.06);
    expect(endedBy(mixture, 400)).toBeGreaterThan(0.94);
    expect(endedBy(mixture, 100 * 3600)).toBeLessThan(1);
  });

  it('follows when durations change', () => {
    const mixture = new DurationMixture(grid);
    teach(mixture, 60, 100);
    teach(mixture, 40, 300);
    expect(endedBy(mixture, 180)).toBeLessThan(0.05);
    expect(endedBy(mixture, 400)).toBeGreaterThan(0.9);
  });

  it('finds two modes where there are two, and the gap between them', () => {
    const mixture = new DurationMixture(grid);
    for (let pair = 0; pair < 15; pair++) {
      teach(mixture, 1, 200);
      teach(mixture, 1, 1200);
    }
    expect(endedBy(mixture, 150)).toBeLessThan(0.07);
    expect(endedBy(mixture, 300)).toBeGreaterThan(0.45);
    expect(endedBy(mixture, 800) - endedBy(mixture, 340)).toBeLessThan(0.05);
    expect(endedBy(mixture, 1500)).toBeGreaterThan(0.94);
  });
});
