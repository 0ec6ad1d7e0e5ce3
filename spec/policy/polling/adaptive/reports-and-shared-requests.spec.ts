import { at, SECOND, taught, tenMinuteJobs } from './support.js';

describe('what the service reports to an adaptive schedule', () => {
  const schedule = taught(tenMinuteJobs(30));

  it.each([
    // elapsed s, progress, interval s: what remains at this rate, if that is sooner
    [200, 0.625, 120],
    [60, 0.3, 140],
    // not less than a quarter of what was planned, nor than a poll is worth
    [100, 0.99, 'a quarter'],
    [440, 0.99, 20],
    // never later
    [440, 0.1, 'planned'],
    // nonsense is ignored
    [100, 0, 'planned'],
    [100, -1, 'planned'],
    [100, 2, 'planned'],
    [100, NaN, 'planned'],
  ])('after %d s a progress of %d means an interval of %s', (elapsed, progress, expected) => {
    const planned = schedule(at(elapsed * SECOND));
    const wait = schedule(at(elapsed * SECOND, { progress }));
    const word = { planned, 'a quarter': Math.round(planned / 4) };
    expect(wait).toBeCloseTo(
      typeof expected === 'number' ? expected * SECOND : word[expected as keyof typeof word],
      5,
    );
  });

  it('makes it poll slowly while the service is failing', () => {
    expect(schedule(at(500 * SECOND, { slow: true }))).toBeGreaterThan(3 * schedule(at(500 * SECOND)));
  });

  it.each([
    ['minIntervalMs', { minIntervalMs: 30 * SECOND }, 500, 30],
    ['maxIntervalMs', { maxIntervalMs: 40 * SECOND }, 0, 40],
  ])('respects %s', (_what, options, elapsed, expected) => {
    const bounded = taught(tenMinuteJobs(30), { pollCostMs: 2000, ...options });
    expect(bounded(at(elapsed * SECOND))).toBe(expected * SECOND);
  });
});

describe('other jobs in the same request', () => {
  // Durations without memory: the hazard is the same at every age, and the sum of hazards grows with the number of jobs.
  const exponential = Array.from({ length: 120 }, (_, index) => {
    const duration = -600 * SECOND * Math.log(1 - ((index * 0.618 + 0.3) % 1));
    return { afterMs: Math.max(0, duration - 5 * SECOND), byMs: duration + 5 * SECOND };
  });

  const schedule = taught(exponential, { pollCostMs: 2000 });

  const wait = (others: number): number =>
    schedule(
      at(400 * SECOND, { alsoOpen: Array.from({ length: others }, () => ({ elapsedMs: 400 * SECOND })) }),
    );

  it.each([3, 8, 24, 99])('shorten the interval with the square root of their number: %i others', others => {
    expect(wait(0) / wait(others)).toBeGreaterThan(0.9 * Math.sqrt(others + 1));
    expect(wait(0) / wait(others)).toBeLessThan(1.1 * Math.sqrt(others + 1));
  });

  it('change nothing where they cannot end yet', () => {
    const sure = taught(tenMinuteJobs(60), { pollCostMs: 2000 });
    const young = Array.from({ length: 20 }, () => ({ elapsedMs: 0 }));
    expect(sure(at(480 * SECOND, { alsoOpen: young }))).toBeCloseTo(sure(at(480 * SECOND)), -2);
  });
});
