import type { JobStatus } from '../../model/job.js';

/** Another open job, as far as a schedule needs to know it. */
export interface OpenJob {
  /** Age of the job in ms. */
  readonly elapsedMs: number;
  readonly key?: string | undefined;
  /** Length of the video in seconds. */
  readonly videoSeconds?: number | undefined;
}

/** What a schedule may look at. */
export interface PollingContext {
  /** Polls answered so far: 1 after the first; 0 when the job has only just been created. */
  readonly polls: number;
  /** Age of the job in ms. */
  readonly elapsedMs: number;
  readonly status: JobStatus;
  /** The wait's number since the status last changed, counted from 1. Where absent, as in a simulation, `poll` serves. */
  readonly step?: number;
  /** The service is in trouble, or uses a word we do not know: go to the slow end. */
  readonly slow?: boolean;
  /** 0..1, where the service gives one. */
  readonly progress?: number | undefined;
  /** What the job's duration may depend on: its mode, its language. */
  readonly key?: string | undefined;
  /** Length of the video in seconds. */
  readonly videoSeconds?: number | undefined;
  /** The injected source of chance, uniform in [0, 1). */
  readonly random: () => number;
  /** The other open jobs that the same request could poll. */
  readonly alsoOpen?: readonly OpenJob[] | undefined;
}

/** What a watch has seen of one job. Times are ms since the job's creation. */
export interface ObservedJob {
  /** What the duration may depend on: a mode, a language. */
  readonly key?: string;
  /** Length of the video in seconds; greater than 0. */
  readonly videoSeconds?: number;
  /** The last poll that found the job open: 0 where there was none. */
  readonly afterMs: number;
  /** The poll that found it ended. Absent: nobody has seen it end; it was still open at `afterMs`. */
  readonly byMs?: number;
}

/** Answers how long to wait until the next poll, in ms. A server's hint and the floor rule whatever it answers. */
export interface PollingStrategy {
  (context: PollingContext): number;
  /** A schedule that learns is told of each job that was watched to its end, or given up at a deadline. */
  record?(job: ObservedJob): void;
}
