import { dropOldest } from '../../model/drop-oldest.js';
import type { JobId } from '../../model/job.js';
import type { Clock } from '../../stream/time/clock.js';

/** How long a job is remembered, in ms: a create whose worker was killed is sent again within three minutes. */
const KEPT_MS = 300_000;
/** The most jobs remembered, the latest: webhooks may be about any number of jobs of the account. */
const MOST = 1000;

/** Jobs that may have changed but have no watch: perhaps their creates have not been stored yet. */
export class UnknownJobs {
  readonly #until = new Map<JobId, number>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Remembers those of these jobs that are missing, from when they were missing first, and forgets the others. */
  note(jobIds: readonly JobId[], missing: ReadonlySet<JobId>): void {
    const until = this.#clock.now() + KEPT_MS;
    for (const jobId of jobIds) {
      if (!missing.has(jobId)) this.#until.delete(jobId);
      else if (!this.#until.has(jobId)) this.#until.set(jobId, until);
      dropOldest(this.#until, MOST);
    }
  }

  get isEmpty(): boolean {
    return this.#until.size === 0;
  }

  /** The jobs to look up again. */
  current(): readonly JobId[] {
    const now = this.#clock.now();
    for (const [jobId, until] of this.#until) if (until <= now) this.#until.delete(jobId);
    return [...this.#until.keys()];
  }
}
