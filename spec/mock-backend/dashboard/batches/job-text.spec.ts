import { expect, it } from '@jest/globals';
import { completedSnapshot, pendingSnapshot } from 'heygen-rx/testing';
import { clockText, plannedPollAt, pollsText } from '../../../../mock-backend/dashboard/batches/job-text.js';
import { JobTrack } from '../../../../mock-backend/dashboard/jobs/job-track.js';

const openTrack = (): JobTrack => {
  const track = new JobTrack('a', 0);
  track.addSnapshot(pendingSnapshot({ jobId: 'a', polls: 1, at: 1000, nextPollAt: 3500 }));
  return track;
};

it('says when the next poll is due, or why none is planned', () => {
  const track = openTrack();
  expect(clockText(track, undefined, 2000)).toBe('next in 2 s');
  expect(clockText(track, undefined, 3500)).toBe('polling');
  expect(clockText(track, 'paused', 2000)).toBe('paused');
});

it.each([undefined, 'paused', 'circuit open'])('promises no poll once its watch was stopped (%s)', heldBy => {
  const track = openTrack();
  track.stopWatching(1500);
  expect(clockText(track, heldBy, 2000)).toBe('not watched');
});

it.each<[string, number, string | undefined, number | undefined]>([
  ['before it', 2000, undefined, 3500],
  ['when its time has come', 3500, undefined, undefined],
  ['while everything is held', 2000, 'circuit open', undefined],
])('draws the next poll only if it will be sent: %s', (_, now, heldBy, plannedAt) => {
  expect(plannedPollAt(openTrack(), heldBy, now)).toBe(plannedAt);
  const stopped = openTrack();
  stopped.stopWatching(1500);
  expect(plannedPollAt(stopped, heldBy, now)).toBeUndefined();
});

it('says how late the end was noticed', () => {
  const track = openTrack();
  track.addSnapshot(completedSnapshot({ jobId: 'a', polls: 2, at: 3500 }));
  expect(clockText(track, 'paused', 4000)).toBe('');
  track.endedAt = 3000;
  expect(clockText(track, undefined, 4000)).toBe('noticed after 0.5 s');
});

it('counts successful and failed polls', () => {
  const track = openTrack();
  expect(pollsText(track)).toBe('1 poll');
  track.addSnapshot(pendingSnapshot({ jobId: 'a', polls: 2, at: 3500 }));
  track.addFailure(4000, undefined);
  expect(pollsText(track)).toBe('2 polls + 1 failed');
});
