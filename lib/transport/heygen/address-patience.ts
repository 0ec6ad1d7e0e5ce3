import type { JobId } from '../../model/job.js';

/**
 * Polls that a completed job without an address is given to show one. At HeyGen's pace, a poll every 30 to 60 s, that is five to ten
 * minutes, about as long as most jobs take in all; after that a job that is done should not be kept from its owner.
 */
const MOST_POLLS = 10;

/** Jobs counted at once. The one that was polled longest ago makes room: nobody watches it any more, most likely. */
const MOST_JOBS = 1000;

/** HeyGen can call a translation completed some time before it has an address: counts how often that was seen of each job. */
export class AddressPatience {
  readonly #polls = new Map<JobId, number>();

  /** One more poll that found no address: is it worth another? */
  isWorthAnother(jobId: JobId): boolean {
    const polls = (this.#polls.get(jobId) ?? 0) + 1;
    this.forget(jobId);
    if (polls > MOST_POLLS) return false;
    this.#polls.set(jobId, polls);
    const [oldest] = this.#polls.keys();
    if (this.#polls.size > MOST_JOBS && oldest !== undefined) this.forget(oldest);
    return true;
  }

  forget(jobId: JobId): void {
    this.#polls.delete(jobId);
  }
}
