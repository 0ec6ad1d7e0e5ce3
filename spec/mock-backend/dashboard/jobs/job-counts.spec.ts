import { expect, it } from '@jest/globals';
import { countJobs } from '../../../../mock-backend/dashboard/jobs/job-counts.js';

const counts = (error: number, lost: number) => ({ pending: 0, running: 0, completed: 0, error, lost });

it('adds up the batches, and keeps those apart that are no longer watched', () => {
  expect(
    countJobs([
      { phase: 'running', created: 10, latest: { total: 10, done: 4, counts: counts(2, 0) } },
      { phase: 'stopped', created: 5, latest: { total: 5, done: 2, counts: counts(0, 1) } },
      { phase: 'ended', created: 3, latest: { total: 3, done: 3, counts: counts(1, 0) } },
      { phase: 'running', created: 0, latest: undefined },
    ]),
  ).toEqual({
    total: 18,
    watched: 10,
    open: 6,
    unwatched: 3,
    uncreated: 0,
    failed: 3,
    lost: 1,
    isBroken: false,
  });
  expect(countJobs([{ phase: 'broken', created: 0, latest: undefined }]).isBroken).toBe(true);
});

it('keeps apart what was not created before the batch was stopped', () => {
  const latest = { total: 8, done: 1, counts: counts(1, 0) };
  expect(countJobs([{ phase: 'stopped', created: 3, latest }])).toMatchObject({ unwatched: 2, uncreated: 5 });
  expect(countJobs([{ phase: 'running', created: 3, latest }])).toMatchObject({ open: 7, uncreated: 0 });
});
