import { expect, it } from '@jest/globals';
import { failedSnapshot, pendingSnapshot } from 'heygen-rx/testing';
import { detailsOf } from '../../../../mock-backend/dashboard/details/details-text.js';
import { JobTrack } from '../../../../mock-backend/dashboard/jobs/job-track.js';
import type { SentRequest } from '../../../../mock-backend/dashboard/jobs/sent-request.js';

const request: SentRequest = {
  method: 'GET',
  path: '/status/job-a',
  jobIds: ['job-a'],
  sentAt: 11_500,
  tookMs: 14.2,
  outcome: { kind: 'response', status: 200 },
};

const failedJob = (): JobTrack => {
  const track = new JobTrack('job-a', 10_000);
  track.addSnapshot(pendingSnapshot({ jobId: 'job-a', polls: 1, at: 11_500 }));
  track.addSnapshot(
    failedSnapshot({
      jobId: 'job-a',
      polls: 2,
      at: 14_000,
      failure: { message: 'too long', code: 'length' },
    }),
  );
  track.endedAt = 13_250;
  return track;
};

it('shows the status of a job, and why it failed', () => {
  const facts = Object.fromEntries(detailsOf(failedJob(), { events: [], requests: [] }).facts);
  expect(facts).toMatchObject({
    Job: 'job-a',
    Status: 'failed',
    Reason: 'too long (length)',
    Ended: 'after 3.25 s',
    Noticed: 'after 4.00 s',
    Polls: '2 polls',
  });
});

it('omits unknown values, and says that a job is not watched', () => {
  const track = new JobTrack('job-a', 10_000);
  track.stopWatching(12_000);
  const facts = Object.fromEntries(detailsOf(track, { events: [], requests: [] }).facts);
  expect(facts.Status).toBe('pending, not watched');
  expect(Object.keys(facts)).toEqual(['Job', 'Status', 'Created', 'Polls']);
});

it.each([10_000, 9_998, 10_004])('lists its events, since its creation: at %i', at => {
  const { events } = detailsOf(failedJob(), {
    events: [{ type: 'JOB_CREATED', at, jobId: 'job-a' }],
    requests: [],
  });
  expect(events).toEqual([{ at: '+0.00 s', what: 'JOB_CREATED', more: '', kind: 'info' }]);
});

it.each<[string, Partial<SentRequest>, object]>([
  ['a poll', {}, { at: '+1.50 s', what: 'GET /status/…', more: '200 after 14 ms', kind: 'info' }],
  [
    'its create, which was sent before it existed',
    { method: 'POST', path: '/job', sentAt: 9970 },
    { at: '−0.03 s', what: 'POST /job' },
  ],
  [
    'a request for many jobs',
    { path: '/status', jobIds: ['job-a', 'job-b', 'job-c'] },
    { what: 'GET /status', more: '200 after 14 ms, with 2 other jobs' },
  ],
  [
    'a failed one',
    { outcome: { kind: 'no connection' } },
    { more: 'no connection after 14 ms', kind: 'trouble' },
  ],
])('lists its requests: %s', (_, change, line) => {
  const { requests } = detailsOf(failedJob(), { events: [], requests: [{ ...request, ...change }] });
  expect(requests).toMatchObject([line]);
});
