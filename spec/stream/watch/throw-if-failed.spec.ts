import { expect } from '@jest/globals';
import { throwIfFailed, type JobSnapshot } from 'heygen-rx';
import { completedSnapshot, failedSnapshot, marbles, pendingSnapshot } from 'heygen-rx/testing';

describe('throwIfFailed', () => {
  it('errors for a failed job, with its snapshot, and lets every other snapshot pass', () => {
    marbles(({ cold, expectObservable }) => {
      const snapshots = { p: pendingSnapshot(), c: completedSnapshot(), e: failedSnapshot() };
      const error = expect.objectContaining({
        name: 'JobFailedError',
        jobId: snapshots.e.jobId,
        snapshot: snapshots.e,
      });
      expectObservable(cold<JobSnapshot>('p-c|', snapshots).pipe(throwIfFailed())).toBe('p-c|', snapshots);
      expectObservable(cold<JobSnapshot>('p-e|', snapshots).pipe(throwIfFailed())).toBe(
        'p-#',
        snapshots,
        error,
      );
    });
  });
});
