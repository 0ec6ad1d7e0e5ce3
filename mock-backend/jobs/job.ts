import type { Duration } from '../values/duration.js';

/** How a job ends; one that is `stuck` never does. */
export type Outcome = 'completed' | 'error' | 'stuck';

/** The status of a job at a moment. */
export type JobStatus = 'pending' | 'running' | 'completed' | 'error';

/** A job as planned at its creation. All times are epoch ms of the backend's clock. */
export interface Job {
  /** Its id. */
  readonly id: string;
  /** When it was created. */
  readonly createdAt: number;
  /** When it leaves the queue. */
  readonly startsAt: number;
  /** When it ends; `Infinity` for a stuck job. */
  readonly endsAt: number;
  /** How it will end. */
  readonly outcome: Outcome;
  /** Why it fails, only with the outcome `error`. */
  readonly failure?: string;
  /** The request as accepted. */
  readonly request: Readonly<Record<string, unknown>>;
}

/** The options of a create. */
export interface NewJob {
  /** How long it takes, instead of the backend's own. */
  readonly processingMs?: Duration | undefined;
  /** How long it waits before that. */
  readonly queueMs?: Duration | undefined;
  /** How it ends, instead of by chance. */
  readonly outcome?: Outcome | undefined;
  /** Why it fails, with the outcome `error`. */
  readonly failure?: string | undefined;
  /** The request as accepted. */
  readonly request?: Readonly<Record<string, unknown>> | undefined;
  /** Appended to the random part of the id. */
  readonly idSuffix?: string | undefined;
}

/** The status of a job is a function of the job and the time: nothing ticks. */
export const statusAt = (job: Job, now: number): JobStatus => {
  if (now < job.startsAt) return 'pending';
  if (now < job.endsAt || job.outcome === 'stuck') return 'running';
  return job.outcome;
};

/** The fraction of its time that has passed, 0 .. 0.99 with two digits; undefined once it has ended. */
export const progressAt = (job: Job, now: number): number | undefined => {
  if (now >= job.endsAt) return undefined;
  const share = (now - job.createdAt) / (job.endsAt - job.createdAt);
  return Math.max(0, Math.floor(share * 100) / 100);
};
