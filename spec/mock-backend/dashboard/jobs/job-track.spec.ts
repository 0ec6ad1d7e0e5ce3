import { expect, it } from '@jest/globals';
import { NetworkError } from 'heygen-rx';
import { completedSnapshot, failedSnapshot, pendingSnapshot } from 'heygen-rx/testing';
import { JobTrack } from '../../../../mock-backend/dashboard/jobs/job-track.js';

it('keeps the polls of a job, failed ones separately', () => {
  const track = new JobTrack('a', 1000);
  track.addSnapshot(pendingSnapshot({ jobId: 'a', polls: 1, at: 1500, nextPollAt: 2500 }));
  track.addFailure(2500, 3000);
  track.addSnapshot(completedSnapshot({ jobId: 'a', polls: 2, at: 3000 }));
  expect(track).toMatchObject({
    pollsAt: [1500, 3000],
    failuresAt: [2500],
    polls: 2,
    failures: 1,
    status: 'completed',
    settledAt: 3000,
    nextPollAt: undefined,
  });
});

it('counts on when a watch is begun anew', () => {
  const track = new JobTrack('a', 0);
  for (const at of [100, 200]) track.addSnapshot(pendingSnapshot({ jobId: 'a', polls: at / 100, at }));
  track.addSnapshot(pendingSnapshot({ jobId: 'a', polls: 1, at: 900 }));
  expect(track.polls).toBe(3);
});

it('counts a failure that is reported twice once', () => {
  const track = new JobTrack('a', 0);
  track.addFailure(100, 200);
  track.addFailure(100, undefined);
  expect(track).toMatchObject({ failures: 1, nextPollAt: 200 });
});

it('reaches as far as its next poll, and no further than its end', () => {
  const track = new JobTrack('a', 0);
  track.addSnapshot(pendingSnapshot({ jobId: 'a', polls: 1, at: 100, nextPollAt: 700 }));
  expect([track.reach(300), track.reach(900)]).toEqual([700, 900]);
  track.addSnapshot(failedSnapshot({ jobId: 'a', polls: 2, at: 950, failure: { message: 'too long' } }));
  expect(track).toMatchObject({ reason: 'too long', isOpen: false });
  expect(track.reach(5000)).toBe(950);
});

it('a lost job keeps its reason, and counts no more failures', () => {
  const track = new JobTrack('a', 0);
  track.lose(new NetworkError('gone'), 400);
  track.addFailure(500, 600);
  expect(track).toMatchObject({ status: 'lost', reason: 'gone', settledAt: 400, failures: 0 });
});

it('has no next poll and a fixed end once its watch was stopped, until it is watched again', () => {
  const track = new JobTrack('a', 0);
  track.addSnapshot(pendingSnapshot({ jobId: 'a', polls: 1, at: 100, nextPollAt: 700 }));
  track.stopWatching(300);
  track.addFailure(700, 900);
  expect(track).toMatchObject({ isOpen: true, isWatched: false, nextPollAt: undefined, failures: 0 });
  expect([track.endOfLine, track.reach(5000)]).toEqual([300, 300]);
  track.addSnapshot(pendingSnapshot({ jobId: 'a', polls: 1, at: 6000, nextPollAt: 6500 }));
  expect(track).toMatchObject({ isWatched: true, nextPollAt: 6500, endOfLine: undefined, polls: 2 });
});

it('a job that has settled is not changed by the end of its batch', () => {
  const track = new JobTrack('a', 0);
  track.addSnapshot(completedSnapshot({ jobId: 'a', polls: 1, at: 100 }));
  track.stopWatching(300);
  expect(track).toMatchObject({ endOfLine: 100, stoppedAt: undefined });
});
