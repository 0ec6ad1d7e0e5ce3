import { dropOldest } from '../../model/drop-oldest.js';
import type { JobId } from '../../model/job.js';

/** The most jobs remembered; the oldest is forgotten first. */
const MOST = 10_000;

/** The jobs that a client has created recently: a replica of the service may not know them yet. */
export class RecentJobs {
  readonly #until = new Map<JobId, number>();
  readonly #graceMs: number;

  /** @param graceMs For how long after its creation a job counts as new, in ms. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** Remembers a job created at `now`. */
  add(jobId: JobId, now: number): void {
    this.#until.set(jobId, now + this.#graceMs);
    dropOldest(this.#until, MOST);
  }

  /** Until when the service may not know this job yet, in epoch ms. Undefined for a job that this client did not create, or has forgotten. */
  notFoundUntil(jobId: JobId): number | undefined {
    return this.#until.get(jobId);
  }
}
