import { Atoms } from '../../../../lib/policy/polling/adaptive/parameter-grid.js';
import { Committee } from '../../../../lib/policy/polling/adaptive/mixture.js';

const SECOND = 1000;
const atoms = new Atoms({ medianMs: 520 * SECOND, sigma: 0.5 });

/** Jobs that took about so many seconds, one by one: 15 % more or less. */
function teach(committee: Committee, count: number, seconds: number): void {
  for (let index = 0; index < count; index++) {
    const middle = seconds * SECOND * Math.exp(0.3 * (((index * 0.618) % 1) - 0.5));
    committee.learn(atoms.evidence(Math.log(middle * 0.97), Math.log(middle * 1.03)));
  }
}

const endedBy = (committee: Committee, seconds: number): number =>
  committee.distribution.endedBy(seconds * SECOND);

describe('Committee', () => {
  it('begins with the prior', () => {
    const committee = new Committee(atoms);
    expect(endedBy(committee, 520)).toBeGreaterThan(0.4);
    expect(endedBy(committee, 520)).toBeLessThan(0.7);
  });

  it('is nearly sure after twenty jobs, and never quite', () => {
    const committee = new Committee(atoms);
    teach(committee, 20, 300);
    expect(endedBy(committee, 220)).toBeLessThan(0.06);
    expect(endedBy(committee, 400)).toBeGreaterThan(0.94);
    expect(endedBy(committee, 100 * 3600)).toBeLessThan(1);
  });

  it('forgets what was before a change', () => {
    const committee = new Committee(atoms);
    teach(committee, 60, 100);
    teach(committee, 20, 300);
    expect(endedBy(committee, 180)).toBeLessThan(0.03);
    expect(endedBy(committee, 400)).toBeGreaterThan(0.9);
  });

  it('sees two humps where there are two, and the valley between them', () => {
    const committee = new Committee(atoms);
    for (let pair = 0; pair < 15; pair++) {
      teach(committee, 1, 200);
      teach(committee, 1, 1200);
    }
    expect(endedBy(committee, 150)).toBeLessThan(0.07);
    expect(endedBy(committee, 300)).toBeGreaterThan(0.45);
    expect(endedBy(committee, 900) - endedBy(committee, 300)).toBeLessThan(0.03);
    expect(endedBy(committee, 1500)).toBeGreaterThan(0.94);
  });
});
