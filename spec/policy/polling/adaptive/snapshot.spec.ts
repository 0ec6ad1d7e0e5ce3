import { adaptive } from '../../../../lib/policy/polling/adaptive/adaptive.js';
import { at, polls, SECOND, taught, tenMinuteJobs } from './support.js';

describe('the snapshot of an adaptive schedule', () => {
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

  it('cannot be changed from outside', () => {
    const schedule = taught(everything);
    const { jobs, options } = schedule.snapshot();
    (jobs as unknown[]).length = 0;
    (options as { pollCostMs: number }).pollCostMs = 1;
    expect(schedule.snapshot().jobs).toHaveLength(41);
    expect(schedule.snapshot().options.pollCostMs).toBe(20 * SECOND);
  });

  it('is refused where it has more jobs than one can have', () => {
    const jobs = Array.from({ length: 257 }, () => ({ afterMs: 1 }));
    expect(() => adaptive.from({ version: 1, options: { pollCostMs: 1 }, jobs })).toThrow(
      new Error('Cannot restore an adaptive schedule: `jobs.length` must be from 0 to 256, got 257'),
    );
  });

  it.each([
    [null, 'Cannot restore an adaptive schedule: the options must be an object, got null'],
    ['{}', 'Cannot restore an adaptive schedule: the options must be an object, got "{}"'],
    [[], 'Cannot restore an adaptive schedule: the options must be an object, got an empty array'],
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
      'Cannot restore job 2 of an adaptive schedule: `afterMs` must be a finite number, got "1"',
    ],
    [
      { version: 1, options: { pollCostMs: 0 }, jobs: [] },
      'Cannot create an adaptive schedule: `pollCostMs` must be more than 0, got 0',
    ],
    [{ options: { pollCostMs: 1 }, jobs: [] }, 'Cannot restore an adaptive schedule: `version` is missing'],
    [{ version: 1, jobs: [] }, 'Cannot restore an adaptive schedule: `options` is missing'],
    [{ version: 1, options: {} }, 'Cannot restore an adaptive schedule: `jobs` is missing'],
    [
      { version: 1, options: { pollCostMs: 1 }, jobs: [], extra: 1 },
      'Cannot restore an adaptive schedule: unknown option `extra`, known are version, options, jobs',
    ],
  ])('is refused where it is broken: %j', (json, sentence) => {
    expect(() => adaptive.from(json)).toThrow(new Error(sentence));
  });
});
