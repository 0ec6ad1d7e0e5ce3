import { expect } from '@jest/globals';
import { RecentJobs } from '../../../lib/stream/create/recent-jobs.js';

describe('a job that a client has created', () => {
  const jobs = new RecentJobs(30);
  jobs.add('job-1', 100);

  it('may not be known yet for a while', () => {
    expect(jobs.notFoundUntil('job-1')).toBe(130);
  });

  it('is not another job', () => {
    expect(jobs.notFoundUntil('job-2')).toBeUndefined();
  });
});

it('of ten thousand and one jobs the first is forgotten', () => {
  const jobs = new RecentJobs(30);
  for (let number = 0; number <= 10_000; number++) jobs.add(`job-${number}`, number);
  expect(['job-0', 'job-1', 'job-10000'].map(jobId => jobs.notFoundUntil(jobId))).toEqual([
    undefined,
    31,
    10_030,
  ]);
});
