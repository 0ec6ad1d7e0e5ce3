import * as z from 'zod';
import type { Job } from '../jobs/job.js';
import type { JobStore } from '../jobs/job-store.js';

/**
 * When the implicit job starts, which `GET /status` without an id reports on: with the backend, with the first request,
 * or with the first request and again with the next one after its end was reported (`'restarts'`). False: there is none.
 */
export type ImplicitJobStart = 'with-backend' | 'with-first-request' | 'restarts' | false;

/** Checks when the implicit job starts. @internal */
export const implicitJobSchema: z.ZodType<ImplicitJobStart> = z.literal(
  ['with-backend', 'with-first-request', 'restarts', false],
  { error: "must be 'with-backend', 'with-first-request', 'restarts' or false" },
);

/** The only job of a server without ids. It has its own job store. */
export class ImplicitJob {
  readonly #start: ImplicitJobStart;
  readonly #jobs: JobStore;
  readonly #now: () => number;
  #job: Job | undefined;

  constructor(options: {
    readonly start: ImplicitJobStart;
    readonly jobs: JobStore;
    readonly now: () => number;
  }) {
    this.#start = options.start;
    this.#jobs = options.jobs;
    this.#now = options.now;
    if (this.#start === 'with-backend') this.#job = this.#jobs.create();
  }

  /** The job that a request reports on; undefined if there is none. */
  read(): Job | undefined {
    if (this.#start === false) return undefined;
    const job = this.#job ?? this.#jobs.create();
    const isOver = job.endsAt <= this.#now();
    this.#job = isOver && this.#start === 'restarts' ? undefined : job;
    return job;
  }
}
