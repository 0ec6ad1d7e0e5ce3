import { expect, it } from '@jest/globals';
import { NetworkError } from 'heygen-rx';
import { completedSnapshot, failedSnapshot, pendingSnapshot } from 'heygen-rx/testing';
import { JobTrack } from '../../../../mock-backend/dashboard/jobs/job-track.js';

it('keeps the polls of a job, failed ones beside', () => {
  const track = new JobTrack('a', 1000);
  track.saw(pendingSnapshot({ jobId: 'a', polls: 1, at: 1500, nextPollAt: 2500 }));
  track.missed(2500, 3000);
  track.saw(completedSnapshot({ jobId: 'a', polls: 2, at: 3000 }));
  expect(track).toMatchObject({
    pollsPath: 'M500 2V18M2000 2V18',
    failuresPath: 'M1500 10V18',
    polls: 2,
    failures: 1,
    status: 'completed',
    settledAt: 3000,
    nextPollAt: undefined,
  });
});

it('counts on when a watch is begun anew', () => {
  const track = new JobTrack('a', 0);
  for (const at of [100, 200]) track.saw(pendingSnapshot({ jobId: 'a', polls: at / 100, at }));
  track.saw(pendingSnapshot({ jobId: 'a', polls: 1, at: 900 }));
  expect(track.polls).toBe(3);
});

it('is told of the same failure twice, and counts it once', () => {
  const track = new JobTrack('a', 0);
  track.missed(100, 200);
  track.missed(100, undefined);
  expect(track).toMatchObject({ failures: 1, nextPollAt: 200 });
});

it('reaches as far as its next poll, and no further than its end', () => {
  const track = new JobTrack('a', 0);
  track.saw(pendingSnapshot({ jobId: 'a', polls: 1, at: 100, nextPollAt: 700 }));
  expect([track.reach(300), track.reach(900)]).toEqual([700, 900]);
  track.saw(failedSnapshot({ jobId: 'a', polls: 2, at: 950, failure: { message: 'too long' } }));
  expect(track).toMatchObject({ reason: 'too long', isOpen: false });
  expect(track.reach(5000)).toBe(950);
});

it('a job that was lost keeps its reason, and hears of no more failures', () => {
  const track = new JobTrack('a', 0);
  track.lost(new NetworkError('gone'), 400);
  track.missed(500, 600);
  expect(track).toMatchObject({ status: 'lost', reason: 'gone', settledAt: 400, failures: 0 });
});
