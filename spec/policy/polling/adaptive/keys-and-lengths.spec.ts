import type { ObservedJob } from '../../../../lib/policy/polling/adaptive/adaptive.js';
import { at, polls, SECOND, taught, tenMinuteJobs } from './support.js';

describe('the keys of an adaptive schedule', () => {
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
    const [short, long] = [30, 300].map(videoSeconds => polls(schedule, 3600 * SECOND, { videoSeconds })[0]!);
    expect(long! / short!).toBeLessThan(1.1);
  });

  it('may be absurd', () => {
    const schedule = taught(perSecond(35, video => video / 100));
    for (const videoSeconds of [0, -1, NaN, Infinity, 1e-300, 1e300])
      expect(schedule(at(0, { videoSeconds }))).toBeGreaterThanOrEqual(10);
  });
});
