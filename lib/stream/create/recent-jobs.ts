import type { JobId } from '../../model/job.js';

/** Jobs remembered at once; the oldest makes room. */
const MOST = 10_000;

/** The jobs that a client has just created: a replica of the service may not know them yet. */
export class RecentJobs {
  readonly #until = new Map<JobId, number>();
  readonly #graceMs: number;

  /** @param graceMs For how long after its creation a job counts as new, in ms. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  add(jobId: JobId, now: number): void {
    this.#until.set(jobId, now + this.#graceMs);
    const [oldest] = this.#until.keys();
    if (this.#until.size > MOST && oldest !== undefined) this.#until.delete(oldest);
  }

  /** Until when the service need not know this job: epoch ms. Undefined for a job that is not new. */
  notFoundUntil(jobId: JobId): number | undefined {
    return this.#until.get(jobId);
  }
}
