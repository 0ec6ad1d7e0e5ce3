import type { CompletedSnapshot, FailedSnapshot, OpenSnapshot } from '../model/job.js';

type Fields<T> = Partial<Omit<T, 'status'>>;

// As the letters `p r c e` of a scripted transport give at the first poll.
const FIRST_POLL = { jobId: 'job-1', polls: 1, at: 0 };

/**
 * A pending job, `job-1` at its first poll, except for the given fields.
 *
 * @example
 * const job$ = of(pendingSnapshot({ polls: 2, elapsedMs: 500 }));
 */
export const pendingSnapshot = (fields: Fields<OpenSnapshot> = {}): OpenSnapshot => ({
  ...FIRST_POLL,
  elapsedMs: 0,
  ...fields,
  status: 'pending',
});

/**
 * A running job, `job-1` at its first poll, except for the given fields.
 *
 * @example
 * const job$ = of(runningSnapshot({ progress: 0.4 }));
 */
export const runningSnapshot = (fields: Fields<OpenSnapshot> = {}): OpenSnapshot => ({
  ...FIRST_POLL,
  elapsedMs: 0,
  ...fields,
  status: 'running',
});

/**
 * A completed job, `job-1` at its first poll, except for the given fields.
 *
 * @example
 * const job$ = of(completedSnapshot({ result: { videoUrl: 'https://example.com/video.mp4' } }));
 */
export const completedSnapshot = (fields: Fields<CompletedSnapshot> = {}): CompletedSnapshot => ({
  ...FIRST_POLL,
  result: {},
  ...fields,
  status: 'completed',
});

/**
 * A failed job, `job-1` at its first poll, except for the given fields.
 *
 * @example
 * const job$ = of(failedSnapshot({ failure: { message: 'no speech' } }));
 */
export const failedSnapshot = (fields: Fields<FailedSnapshot> = {}): FailedSnapshot => ({
  ...FIRST_POLL,
  failure: { message: 'Translation failed' },
  ...fields,
  status: 'error',
});
