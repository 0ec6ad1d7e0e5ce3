import type { JobId } from '../model/job.js';

/**
 * Looks that a completed job without an address is given to show one. At HeyGen's pace, a look every 30 to 60 s, that is five to ten
 * minutes, about as long as most jobs take in all; after that a job that is done should not be kept from its owner.
 */
const MOST_LOOKS = 10;

/** Jobs counted at once. The one that was looked at longest ago makes room: nobody watches it any more, most likely. */
const MOST_JOBS = 1000;

/** HeyGen can call a translation completed some time before it has an address: counts how often that was seen of each job. */
export class AddressPatience {
  readonly #looks = new Map<JobId, number>();

  /** One more look that found no address: is it worth another? */
  isWorthAnother(jobId: JobId): boolean {
    const looks = (this.#looks.get(jobId) ?? 0) + 1;
    this.forget(jobId);
    if (looks > MOST_LOOKS) return false;
    this.#looks.set(jobId, looks);
    const [oldest] = this.#looks.keys();
    if (this.#looks.size > MOST_JOBS && oldest !== undefined) this.forget(oldest);
    return true;
  }

  forget(jobId: JobId): void {
    this.#looks.delete(jobId);
  }
}
