import { dropOldest } from '../../model/drop-oldest.js';
import type { JobId } from '../../model/job.js';

/**
 * How many polls may find a completed job without a URL before it counts as completed without one. With a poll every 30 to 60 s, that is five to ten minutes, about as
 * long as most whole jobs take.
 */
const MOST_POLLS = 10;

/** The most jobs counted. The least recently polled is dropped first, as it is probably no longer watched. */
const MOST_JOBS = 1000;

/** Counts the polls of each job that HeyGen reports as completed without a URL: the URL can appear a while later. */
export class PollsWithoutUrl {
  readonly #polls = new Map<JobId, number>();

  /** Counts one more poll without a URL. Returns whether to wait for another. */
  mayPollAgain(jobId: JobId): boolean {
    const polls = (this.#polls.get(jobId) ?? 0) + 1;
    this.forget(jobId);
    if (polls > MOST_POLLS) return false;
    this.#polls.set(jobId, polls);
    dropOldest(this.#polls, MOST_JOBS);
    return true;
  }

  forget(jobId: JobId): void {
    this.#polls.delete(jobId);
  }
}
