import { expect, it } from '@jest/globals';
import { countJobs } from '../../../../mock-backend/dashboard/jobs/job-counts.js';

const counts = (error: number, lost: number) => ({ pending: 0, running: 0, completed: 0, error, lost });

it('adds up the batches, and keeps those apart that are no longer watched', () => {
  expect(
    countJobs([
      { phase: 'running', latest: { total: 10, done: 4, counts: counts(2, 0) } },
      { phase: 'stopped', latest: { total: 5, done: 2, counts: counts(0, 1) } },
      { phase: 'ended', latest: { total: 3, done: 3, counts: counts(1, 0) } },
      { phase: 'running', latest: undefined },
    ]),
  ).toEqual({ total: 18, watched: 10, open: 6, unwatched: 3, failed: 3, lost: 1, isBroken: false });
  expect(countJobs([{ phase: 'broken', latest: undefined }]).isBroken).toBe(true);
});
