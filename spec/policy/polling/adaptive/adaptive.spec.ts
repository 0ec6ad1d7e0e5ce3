import fc from 'fast-check';
import {
  adaptive,
  type AdaptiveOptions,
  type AdaptiveSchedule,
  type ObservedJob,
} from '../../../../lib/policy/polling/adaptive/adaptive.js';
import type { PollingContext } from '../../../../lib/policy/polling/polling-strategy.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const at = (elapsedMs: number, more: Partial<PollingContext> = {}): PollingContext => ({
  polls: 0,
  elapsedMs,
  status: 'running',
  random: () => 0.5,
  ...more,
});

/** The ages at which a job that does not end is polled, in seconds. */
function polls(schedule: AdaptiveSchedule, untilMs: number, more: Partial<PollingContext> = {}): number[] {
  const instants: number[] = [];
  for (let now = schedule(at(0, more)); now <= untilMs; now += schedule(at(now, more)))
    instants.push(Math.round(now / SECOND));
  return instants;
}

/** Jobs that took 500 s give or take 10 %, as a schedule of a poll every 20 s would see them. */
function tenMinuteJobs(count: number, more: Partial<ObservedJob> = {}, stretch = 1): ObservedJob[] {
  return Array.from({ length: count }, (_, index) => {
    const duration = stretch * (450 + 100 * ((index * 0.618) % 1)) * SECOND;
    const afterMs = Math.floor(duration / (20 * SECOND)) * 20 * SECOND;
    return { afterMs, byMs: afterMs + 20 * SECOND, ...more };
  });
}

function taught(jobs: readonly ObservedJob[], options: Partial<AdaptiveOptions> = {}): AdaptiveSchedule {
  const schedule = adaptive({ pollCostMs: 20 * SECOND, ...options });
  jobs.forEach(job => schedule.record(job));
  return schedule;
}

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

  it.each([2, 20])('polls twice as often where a poll costs a quarter of %i s', seconds => {
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

  it('goes on polling a job that is older than any before, at growing intervals', () => {
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

  describe('keys', () => {
    const jobs = tenMinuteJobs(24).flatMap(({ afterMs, byMs }) => [
      { key: 'speed', afterMs: afterMs / 4, byMs: byMs! / 4 },
      { key: 'precision', afterMs, byMs: byMs! },
    ]);

    it('are learned separately', () => {
      const schedule = taught(jobs);
      expect(polls(schedule, 600 * SECOND, { key: 'speed' })[0]).toBeLessThan(150);
      expect(polls(schedule, 600 * SECOND, { key: 'precision' })[0]).toBeGreaterThan(400);
    });

    it('fall back on all jobs while a key is unknown', () => {
      const schedule = taught(jobs);
      expect(polls(schedule, 3600 * SECOND, { key: 'never seen' })).toEqual(polls(schedule, 3600 * SECOND));
    });

    it('start from what all jobs have taught', () => {
      const [job] = tenMinuteJobs(1, { key: 'new' });
      const schedule = taught([...tenMinuteJobs(30), job!]);
      expect(polls(schedule, 600 * SECOND, { key: 'new' })[0]).toBeGreaterThan(400);
    });

    it('default to the key in the options', () => {
      const schedule = taught(tenMinuteJobs(30), { key: 'mine' });
      expect(schedule(at(0))).toBe(schedule(at(0, { key: 'mine' })));
      expect(schedule.snapshot().jobs[0]).toMatchObject({ key: 'mine' });
    });

    it('are forgotten beyond 32, the one unused for the longest first', () => {
      const schedule = taught(tenMinuteJobs(8, { key: 'first' }, 0.1));
      const remembered = schedule(at(0, { key: 'first' }));
      for (let key = 0; key < 32; key++)
        schedule.record({ key: `key ${key}`, afterMs: 480_000, byMs: 500_000 });
      expect(schedule(at(0, { key: 'first' }))).toBe(schedule(at(0)));
      expect(schedule(at(0, { key: 'first' }))).toBeGreaterThan(remembered);
    });
  });

  describe('the length of the video', () => {
    const lengths = [20, 45, 60, 90, 150, 240, 400];
    const perSecond = (count: number, factor: (video: number) => number): ObservedJob[] =>
      tenMinuteJobs(count).map(({ afterMs, byMs }, index) => {
        const videoSeconds = lengths[index % lengths.length]!;
        const stretch = factor(videoSeconds);
        return { videoSeconds, afterMs: afterMs * stretch, byMs: byMs! * stretch };
      });

    it('counts in proportion where durations are proportional to it', () => {
      const schedule = taught(perSecond(35, video => video / 100));
      for (const videoSeconds of [30, 100, 300]) {
        const [first] = polls(schedule, 3600 * SECOND, { videoSeconds });
        expect(first! / videoSeconds).toBeGreaterThan(4);
        expect(first! / videoSeconds).toBeLessThan(5.8);
      }
    });

    it('does not count where durations do not depend on it', () => {
      const schedule = taught(perSecond(35, () => 1));
      const [short, long] = [30, 300].map(
        videoSeconds => polls(schedule, 3600 * SECOND, { videoSeconds })[0]!,
      );
      expect(long! / short!).toBeLessThan(1.1);
    });

    it('may be absurd', () => {
      const schedule = taught(perSecond(35, video => video / 100));
      for (const videoSeconds of [0, -1, NaN, Infinity, 1e-300, 1e300])
        expect(schedule(at(0, { videoSeconds }))).toBeGreaterThanOrEqual(10);
    });
  });

  describe('what the service reports', () => {
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

    it('makes it poll slowly while the service is in trouble', () => {
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

    it.each([3, 8, 24, 99])(
      'shorten the interval with the square root of their number: %i others',
      others => {
        expect(wait(0) / wait(others)).toBeGreaterThan(0.9 * Math.sqrt(others + 1));
        expect(wait(0) / wait(others)).toBeLessThan(1.1 * Math.sqrt(others + 1));
      },
    );

    it('change nothing where they cannot end yet', () => {
      const sure = taught(tenMinuteJobs(60), { pollCostMs: 2000 });
      const young = Array.from({ length: 20 }, () => ({ elapsedMs: 0 }));
      expect(sure(at(480 * SECOND, { alsoOpen: young }))).toBeCloseTo(sure(at(480 * SECOND)), -2);
    });
  });

  describe('a snapshot', () => {
    const everything = [
      ...tenMinuteJobs(20, { key: 'a' }),
      ...tenMinuteJobs(20, { key: 'b', videoSeconds: 90 }, 0.3),
      { afterMs: 3600 * SECOND },
    ];

    it('is plain JSON, and gives the same intervals again', () => {
      const schedule = taught(everything, { maxIntervalMs: 1e6, prior: { medianMs: 300_000, sigma: 0.8 } });
      const again = adaptive.from(JSON.parse(JSON.stringify(schedule.snapshot())));
      for (const key of ['a', 'b', 'c', undefined])
        for (const videoSeconds of [undefined, 30, 90])
          expect(polls(again, 3600 * SECOND, { key, videoSeconds })).toEqual(
            polls(schedule, 3600 * SECOND, { key, videoSeconds }),
          );
      expect(again.snapshot()).toEqual(schedule.snapshot());
    });

    it('takes other options', () => {
      const snapshot = taught(everything).snapshot();
      expect(adaptive.from(snapshot, { maxIntervalMs: 5 * SECOND })(at(0))).toBe(5 * SECOND);
      expect(adaptive.from(snapshot, { pollCostMs: 1 }).snapshot().options.pollCostMs).toBe(1);
    });

    it('is bounded, and no key loses its jobs to another', () => {
      const schedule = taught(tenMinuteJobs(10, { key: 'rare' }));
      tenMinuteJobs(700, { key: 'often' }).forEach(job => schedule.record(job));
      const { jobs } = schedule.snapshot();
      expect(jobs).toHaveLength(256);
      expect(jobs.filter(({ key }) => key === 'rare')).toHaveLength(10);
      expect(JSON.stringify(schedule.snapshot()).length).toBeLessThan(30_000);
      expect(polls(adaptive.from(schedule.snapshot()), 600 * SECOND)[0]).toBeGreaterThan(400);
    });

    it('is refused where it has more jobs than one can have', () => {
      const jobs = Array.from({ length: 257 }, () => ({ afterMs: 1 }));
      expect(() => adaptive.from({ version: 1, options: { pollCostMs: 1 }, jobs })).toThrow(
        new Error('Cannot restore an adaptive schedule: `jobs.length` must be from 0 to 256, got 257'),
      );
    });

    it('cannot be changed from outside', () => {
      const schedule = taught(everything);
      const { jobs, options } = schedule.snapshot();
      (jobs as unknown[]).length = 0;
      (options as { pollCostMs: number }).pollCostMs = 1;
      expect(schedule.snapshot().jobs).toHaveLength(41);
      expect(schedule.snapshot().options.pollCostMs).toBe(20 * SECOND);
    });

    it.each([
      [null, 'Cannot restore an adaptive schedule: the options must be an object, got null'],
      ['{}', 'Cannot restore an adaptive schedule: the options must be an object, got "{}"'],
      [[], 'Cannot restore an adaptive schedule: the options must be an object, got an array'],
      [
        { version: 2, options: {}, jobs: [] },
        'Cannot restore an adaptive schedule: `version` must be 1, got 2',
      ],
      [
        { version: 1, options: { pollCostMs: 1 }, jobs: {} },
        'Cannot restore an adaptive schedule: `jobs` must be an array, got an object',
      ],
      [
        { version: 1, options: { pollCostMs: 1 }, jobs: [{ afterMs: 1 }, { afterMs: '1' }] },
        'Cannot restore job 2 of an adaptive schedule: `afterMs` must be at least 0 and finite, got "1"',
      ],
      [
        { version: 1, options: { pollCostMs: 0 }, jobs: [] },
        'Cannot create an adaptive schedule: `pollCostMs` must be more than 0 and finite, got 0',
      ],
      [{ options: { pollCostMs: 1 }, jobs: [] }, 'Cannot restore an adaptive schedule: `version` is missing'],
      [{ version: 1, jobs: [] }, 'Cannot restore an adaptive schedule: `options` is missing'],
      [{ version: 1, options: {} }, 'Cannot restore an adaptive schedule: `jobs` is missing'],
      [
        { version: 1, options: { pollCostMs: 1 }, jobs: [], extra: 1 },
        'Cannot restore an adaptive schedule: there is no option `extra`; there are version, options, jobs',
      ],
    ])('is refused where it is broken: %j', (json, sentence) => {
      expect(() => adaptive.from(json)).toThrow(new Error(sentence));
    });
  });

  it.each([
    [{}, ': `pollCostMs` is missing'],
    [{ pollCostMs: 0 }, ': `pollCostMs` must be more than 0 and finite, got 0'],
    [{ pollCostMs: NaN }, ': `pollCostMs` must be more than 0 and finite, got NaN'],
    [{ pollCostMs: '2' }, ': `pollCostMs` must be more than 0 and finite, got "2"'],
    [{ pollCostMs: 1, minIntervalMs: 0 }, ': `minIntervalMs` must be at least 1 and finite, got 0'],
    [
      { pollCostMs: 1, minIntervalMs: 50, maxIntervalMs: 20 },
      ': `maxIntervalMs` must be at least `minIntervalMs` (50) and finite, got 20',
    ],
    [
      { pollCostMs: 1, maxIntervalMs: Infinity },
      ': `maxIntervalMs` must be at least `minIntervalMs` (10) and finite, got Infinity',
    ],
    [{ pollCostMs: 1, prior: 5 }, ' with this prior: the options must be an object, got 5'],
    [
      { pollCostMs: 1, prior: { medianMs: -1, sigma: 1 } },
      ' with this prior: `medianMs` must be more than 0 and finite, got -1',
    ],
    [
      { pollCostMs: 1, prior: { medianMs: 1, sigma: 9 } },
      ' with this prior: `sigma` must be from 0.02 to 3, got 9',
    ],
    [
      { pollCostMs: 1, prior: { medianMs: 1, sigma: 1, shape: 2 } },
      ' with this prior: there is no option `shape`; there are medianMs, sigma',
    ],
    [{ pollCostMs: 1, prior: { medianMs: 1 } }, ' with this prior: `sigma` is missing'],
    [{ pollCostMs: 1, key: '' }, ': `key` must be a string of 1 to 255 characters, got ""'],
    [
      { pollCostMs: 1, cost: 1 },
      ': there is no option `cost`; there are pollCostMs, minIntervalMs, maxIntervalMs, prior, key',
    ],
  ])('refuses %j', (options, sentence) => {
    expect(() => adaptive(options as AdaptiveOptions)).toThrow(
      new Error(`Cannot create an adaptive schedule${sentence}`),
    );
  });

  it.each([
    [{}, '`afterMs` is missing'],
    [{ byMs: 5 }, '`afterMs` is missing'],
    [{ afterMs: -1 }, '`afterMs` must be at least 0 and finite, got -1'],
    [{ afterMs: 9, byMs: 5 }, '`byMs` must be at least `afterMs` (9) and finite, got 5'],
    [{ afterMs: 9, byMs: Infinity }, '`byMs` must be at least `afterMs` (9) and finite, got Infinity'],
    [{ afterMs: 9, videoSeconds: 0 }, '`videoSeconds` must be more than 0 and finite, got 0'],
    [{ afterMs: 9, key: 7 }, '`key` must be a string of 1 to 255 characters, got 7'],
    [
      { afterMs: 9, key: 'x'.repeat(256) },
      `\`key\` must be a string of 1 to 255 characters, got "${'x'.repeat(60)}..."`,
    ],
    [{ afterMs: 9, at: 1 }, 'there is no option `at`; there are key, videoSeconds, afterMs, byMs'],
  ])('refuses to record %j', (job, sentence) => {
    const schedule = adaptive({ pollCostMs: 1 });
    expect(() => schedule.record(job as ObservedJob)).toThrow(new Error(`Cannot record a job: ${sentence}`));
    expect(schedule.snapshot().jobs).toEqual([]);
  });

  it('answers an interval within its bounds, whatever it has recorded and is asked', () => {
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
