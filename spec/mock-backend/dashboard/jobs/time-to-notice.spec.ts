import { expect, it } from '@jest/globals';
import { TimeToNotice, type Noticed } from '../../../../mock-backend/dashboard/jobs/time-to-notice.js';

const job = (jobId: string, settledAt: number, createdAt = 100_000): Noticed => ({
  jobId,
  createdAt,
  settledAt,
  endedAt: undefined,
});

it('is the mean from a job’s end to its being seen, once the end is known', () => {
  const notice = new TimeToNotice();
  const [first, second] = [job('a', 105_000), job('b', 109_000)];
  notice.add(first);
  notice.add(second);
  expect(notice.meanMs).toBeUndefined();
  expect([notice.learn('a', 104_000), notice.learn('b', 106_000), notice.learn('c', 1)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(notice).toMatchObject({ meanMs: 2000, worstMs: 3000, count: 2, since: undefined });
  expect(first.endedAt).toBe(104_000);
});

it('counts a job once, and never less than nothing', () => {
  const notice = new TimeToNotice();
  const one = job('a', 105_000);
  notice.add(one);
  notice.learn('a', 105_020);
  notice.add(one);
  expect(notice).toMatchObject({ since: undefined, count: 1, meanMs: 0 });
});

it('requests ends from a minute before the first waiting job, and gives up on jobs that the backend does not know', () => {
  const notice = new TimeToNotice();
  notice.add(job('a', 105_000, 101_000));
  notice.add(job('b', 109_000, 100_000));
  expect(notice.since).toBe(40_000);
  notice.forget(110_500);
  expect(notice.since).toBe(40_000);
  notice.forget(114_500);
  expect(notice.since).toBeUndefined();
});
