import { dropOldest } from '../../model/drop-oldest.js';
import type { JobId } from '../../model/job.js';

/**
 * How many polls a completed job may take to show its address. With a poll every 30 to 60 s that takes five to ten minutes, about as long as most
 * jobs do in total. After that it counts as completed without one.
 */
const MOST_POLLS = 10;

/** The most jobs counted. The least recently polled is dropped first, as it is probably no longer watched. */
const MOST_JOBS = 1000;

/** The polls of each job that HeyGen has called completed without an address: it can take a while to get one. */
export class AddressPolls {
  readonly #polls = new Map<JobId, number>();

  /** Counts one more poll without an address. May there be another? */
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
