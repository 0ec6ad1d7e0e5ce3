import { drawDuration, type Duration } from './duration.js';
import { randomHex, seededRandom } from './random.js';

/** How a job ends; one that is `stuck` never does. */
export type Outcome = 'completed' | 'error' | 'stuck';

export type JobStatus = 'pending' | 'running' | 'completed' | 'error';

export interface Job {
  readonly id: string;
  /** Epoch ms by the clock of the backend, like the two below. */
  readonly createdAt: number;
  /** When it leaves the queue. */
  readonly startsAt: number;
  /** When it ends; `Infinity` for a job that is stuck. */
  readonly endsAt: number;
  readonly outcome: Outcome;
  /** Why it fails, only with the outcome `error`. */
  readonly failure?: string;
  /** What the client asked for, as it was accepted. */
  readonly request: Readonly<Record<string, unknown>>;
}

export interface NewJob {
  readonly processingMs?: Duration | undefined;
  readonly queueMs?: Duration | undefined;
  readonly outcome?: Outcome | undefined;
  readonly failure?: string | undefined;
  readonly request?: Readonly<Record<string, unknown>> | undefined;
  /** Goes after the random part of the id. */
  readonly idSuffix?: string | undefined;
}

export interface JobStoreOptions {
  readonly processingMs: Duration;
  readonly queueMs: Duration;
  readonly jobErrors: number;
  readonly seed: number;
  readonly now: () => number;
}

/** A job's status is a function of the job and the time: nothing ticks. */
export const statusAt = (job: Job, now: number): JobStatus => {
  if (now < job.startsAt) return 'pending';
  if (now < job.endsAt || job.outcome === 'stuck') return 'running';
  return job.outcome;
};

/** The share of its processing time that has passed, 0 .. 0.99 with two digits; undefined once it has ended. */
export const progressAt = (job: Job, now: number): number | undefined => {
  if (now >= job.endsAt) return undefined;
  const share = (now - job.createdAt) / (job.endsAt - job.createdAt);
  return Math.max(0, Math.floor(share * 100) / 100);
};

/** All jobs of a backend, in the order of their creation. */
export class JobStore {
  readonly #jobs = new Map<string, Job>();
  readonly #options: JobStoreOptions;
  readonly #idRandom;
  readonly #durationRandom;
  readonly #outcomeRandom;
  #created = 0;

  constructor(options: JobStoreOptions) {
    this.#options = options;
    this.#idRandom = seededRandom(options.seed, 'job ids');
    this.#durationRandom = seededRandom(options.seed, 'job durations');
    this.#outcomeRandom = seededRandom(options.seed, 'job outcomes');
  }

  /** How many jobs were ever created, deleted ones included. */
  get created(): number {
    return this.#created;
  }

  get size(): number {
    return this.#jobs.size;
  }

  /** Takes a job of an earlier run over: the next one is drawn as if this one had been created here. */
  restore(job: Job): void {
    this.#jobs.delete(this.create().id);
    this.#jobs.set(job.id, job);
  }

  create(job: NewJob = {}): Job {
    const { processingMs, queueMs, jobErrors, now } = this.#options;
    // Everything is drawn for every job, used or not: the n-th job does not depend on what the others asked for.
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

  get(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  list(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  delete(id: string): boolean {
    return this.#jobs.delete(id);
  }

  /** Ends a job now, whatever was planned for it; false if there is no such job. */
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
