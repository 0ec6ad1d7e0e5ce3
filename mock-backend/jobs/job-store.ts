import { drawDuration, type Duration } from '../values/duration.js';
import { randomHex, seededRandom } from '../values/random.js';
import type { Job, NewJob, Outcome } from './job.js';

export interface JobStoreOptions {
  readonly processingMs: Duration;
  readonly queueMs: Duration;
  readonly jobErrors: number;
  readonly seed: number;
  readonly now: () => number;
}

/** How far the status calls lag behind a job. */
export interface Lag {
  /** Until then they do not know the job; epoch ms. */
  readonly unseenUntil?: number;
  /** They report its end this much later, in ms. */
  readonly endsLaterMs?: number;
}

/** All jobs of a backend, in order of creation. */
export class JobStore {
  readonly #jobs = new Map<string, Job>();
  readonly #options: JobStoreOptions;
  readonly #idRandom;
  readonly #durationRandom;
  readonly #outcomeRandom;
  readonly #lags = new Map<string, Lag>();
  #created = 0;

  constructor(options: JobStoreOptions) {
    this.#options = options;
    this.#idRandom = seededRandom(options.seed, 'job ids');
    this.#durationRandom = seededRandom(options.seed, 'job durations');
    this.#outcomeRandom = seededRandom(options.seed, 'job outcomes');
  }

  /** How many jobs were ever created, including deleted ones. */
  get created(): number {
    return this.#created;
  }

  /** How many jobs there are now. */
  get size(): number {
    return this.#jobs.size;
  }

  /** Restores a job of an earlier run, and draws as if it had been created here. */
  restore(job: Job): void {
    this.#jobs.delete(this.create().id);
    this.#jobs.set(job.id, job);
  }

  /** Creates a job as a request would; its times are planned at once. */
  create(job: NewJob = {}): Job {
    const { processingMs, queueMs, jobErrors, now } = this.#options;
    // Everything is drawn for every job, used or not, so that the n-th job does not depend on the requests before it.
    const id = randomHex(this.#idRandom, 32) + (job.idSuffix ?? '');
    const queuedForMs = drawDuration(job.queueMs ?? queueMs, this.#durationRandom);
    const processedForMs = drawDuration(job.processingMs ?? processingMs, this.#durationRandom);
    const drawn: Outcome = this.#outcomeRandom() < jobErrors ? 'error' : 'completed';
    const outcome = job.outcome ?? drawn;
    const createdAt = now();
    const startsAt = createdAt + queuedForMs;
    const created: Job = {
      id,
      createdAt,
      startsAt,
      endsAt: outcome === 'stuck' ? Infinity : startsAt + processedForMs,
      outcome,
      ...(outcome === 'error' && { failure: job.failure ?? 'The translation failed.' }),
      request: job.request ?? {},
    };
    this.#jobs.set(id, created);
    this.#created += 1;
    return created;
  }

  /** A job by its id. */
  get(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  /** The job as the status calls see it, which may lag behind. */
  seen(id: string): Job | undefined {
    const job = this.#jobs.get(id);
    const { unseenUntil = -Infinity, endsLaterMs = 0 } = this.#lags.get(id) ?? {};
    if (job === undefined || this.#options.now() < unseenUntil) return undefined;
    return endsLaterMs === 0 ? job : { ...job, endsAt: job.endsAt + endsLaterMs };
  }

  /** Makes the status calls lag behind a job. */
  setLag(id: string, lag: Lag): void {
    this.#lags.set(id, lag);
  }

  /** All jobs, oldest first. */
  list(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  /** Deletes a job; false if it does not exist. */
  delete(id: string): boolean {
    this.#lags.delete(id);
    return this.#jobs.delete(id);
  }

  /** Ends a job now, regardless of its planned end; false if it does not exist. */
  settle(id: string, outcome: 'completed' | 'error', failure = 'The translation failed.'): boolean {
    const { id: known, createdAt, startsAt, request } = this.#jobs.get(id) ?? {};
    if (known === undefined || createdAt === undefined || startsAt === undefined) return false;
    const endsAt = this.#options.now();
    this.#jobs.set(id, {
      id,
      createdAt,
      startsAt: Math.min(startsAt, endsAt),
      endsAt,
      outcome,
      ...(outcome === 'error' && { failure }),
      request: request ?? {},
    });
    return true;
  }
}
