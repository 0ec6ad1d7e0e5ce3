import fc from 'fast-check';
import { adaptive } from '../../../../lib/policy/polling/adaptive/adaptive.js';
import { at, MINUTE, polls, SECOND, taught, tenMinuteJobs } from './support.js';

describe('adaptive', () => {
  it('starts with what fits HeyGen: no poll for minutes, then one every two or three minutes', () => {
    const instants = polls(adaptive({ pollCostMs: 20 * SECOND }), 20 * MINUTE);
    expect(instants[0]).toBeGreaterThan(100);
    expect(instants.length).toBeGreaterThan(5);
    expect(instants.length).toBeLessThan(12);
  });

  it('does not poll before a job can have ended, once it has learned that, and then polls often', () => {
    const instants = polls(taught(tenMinuteJobs(30)), 600 * SECOND);
    expect(instants[0]).toBeGreaterThan(450);
    expect(instants[0]).toBeLessThan(520);
    expect(instants.length).toBeGreaterThanOrEqual(2);
  });

  it.each([2, 20])('polls about twice as often where a poll costs a quarter: of %i s', seconds => {
    const cheap = polls(taught(tenMinuteJobs(30), { pollCostMs: 0.25 * seconds * SECOND }), 550 * SECOND);
    const dear = polls(taught(tenMinuteJobs(30), { pollCostMs: seconds * SECOND }), 550 * SECOND);
    expect(cheap.length / dear.length).toBeGreaterThan(1.4);
    expect(cheap.length / dear.length).toBeLessThan(3.1);
  });

  it('is changed only by record', () => {
    const schedule = taught(tenMinuteJobs(5));
    const before = [0, 100, 400, 900].map(s => schedule(at(s * SECOND)));
    for (let s = 0; s < 3000; s += 7) schedule(at(s * SECOND, { key: `k${s}`, videoSeconds: s }));
    expect([0, 100, 400, 900].map(s => schedule(at(s * SECOND)))).toEqual(before);
    schedule.record({ afterMs: 0, byMs: 10 * SECOND });
    expect([0, 100, 400, 900].map(s => schedule(at(s * SECOND)))).not.toEqual(before);
  });

  it('uses no random numbers', () => {
    const random = (): number => {
      throw new Error('drawn');
    };
    expect(adaptive({ pollCostMs: 2000 })(at(0, { random }))).toBeGreaterThan(0);
  });

  it.each([NaN, -5, -Infinity])('takes an age of %d for 0', elapsed => {
    const schedule = adaptive({ pollCostMs: 2000 });
    expect(schedule(at(elapsed))).toBe(schedule(at(0)));
    expect(schedule(at(elapsed, { progress: 0.5, alsoOpen: [{ elapsedMs: elapsed }] }))).toBeGreaterThan(0);
  });

  it('keeps polling a job that is older than any before, at growing intervals', () => {
    const schedule = taught(tenMinuteJobs(100));
    const waits = [1, 10, 100, 1000, 100_000].map(hours => schedule(at(hours * 60 * MINUTE)));
    for (const wait of waits) expect(wait).toBeGreaterThan(MINUTE);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeLessThan(60 * MINUTE);
    // Never longer than the job has been waited for already, and no longer than a day.
    expect(waits[3]).toBeLessThan(1000 * 60 * MINUTE);
    expect(waits[4]).toBeLessThanOrEqual(24 * 60 * MINUTE);
  });

  it('learns from jobs that were still open at their last poll', () => {
    const open = Array.from({ length: 10 }, () => ({ afterMs: 40 * MINUTE }));
    const first = polls(adaptive({ pollCostMs: 20 * SECOND }), 60 * MINUTE)[0]!;
    expect(polls(taught(open), 120 * MINUTE)[0]).toBeGreaterThan(3 * first);
  });

  it('changes little after one outlier, and much after ten', () => {
    const usual = polls(taught(tenMinuteJobs(30)), 10 * MINUTE)[0]!;
    const failsAtOnce = { afterMs: 0, byMs: SECOND };
    expect(polls(taught([...tenMinuteJobs(30), failsAtOnce]), 10 * MINUTE)[0]).toBeGreaterThan(0.9 * usual);
    const many = Array.from({ length: 10 }, () => failsAtOnce);
    expect(polls(taught([...tenMinuteJobs(30), ...many]), 10 * MINUTE)[0]).toBeLessThan(0.5 * usual);
  });

  it('returns an interval within its bounds for any records and any context', () => {
    const positive = fc.double({ min: 1e-3, max: 1e13, noNaN: true });
    const job = fc.record(
      {
        key: fc.constantFrom('a', '__proto__'),
        videoSeconds: positive,
        afterMs: fc.oneof(positive, fc.constant(0)),
        longer: positive,
        open: fc.boolean(),
      },
      { requiredKeys: ['afterMs', 'longer', 'open'] },
    );
    const asked = fc.record(
      {
        elapsedMs: fc.double({ min: -1e9, max: 1e15 }),
        key: fc.constantFrom('a', '__proto__', 'toString'),
        videoSeconds: fc.double(),
        progress: fc.double(),
        slow: fc.boolean(),
      },
      { requiredKeys: ['elapsedMs'] },
    );
    fc.assert(
      fc.property(
        positive,
        fc.array(job, { maxLength: 12 }),
        fc.array(asked, { minLength: 1, maxLength: 6 }),
        (pollCostMs, jobs, questions) => {
          const schedule = adaptive({ pollCostMs, minIntervalMs: 10, maxIntervalMs: 1e9 });
          for (const { longer, open, ...known } of jobs)
            schedule.record({ ...known, ...(!open && { byMs: known.afterMs + longer }) });
          for (const question of questions) {
            for (const alsoOpen of [[], questions]) {
              const wait = schedule(at(0, { ...question, alsoOpen }));
              expect(wait).toBeGreaterThanOrEqual(10);
              expect(wait).toBeLessThanOrEqual(1e9);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
