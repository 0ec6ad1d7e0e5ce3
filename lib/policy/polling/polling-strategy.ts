// Schedules: when to poll a job next. `exponential` and `fixed` count, `adaptive/` learns; `jitter` and `hints` wrap any of them.
// A watch calls its schedule with a `PollingContext` after each poll; a learning schedule records each job.

import type { JobStatus } from '../../model/job.js';

/** What a schedule needs to know about another open job. */
export interface OpenJob {
  /** Age of the job, in ms. */
  readonly elapsedMs: number;
  /** What the duration may depend on: a mode, a language. */
  readonly key?: string | undefined;
  /** Length of the video, in seconds. */
  readonly videoSeconds?: number | undefined;
}

/** What a schedule can base an interval on. */
export interface PollingContext {
  /** Number of successful polls so far; 0 for a job that has just been created. */
  readonly polls: number;
  /** Age of the job, in ms. */
  readonly elapsedMs: number;
  /** The status at the last poll. */
  readonly status: JobStatus;
  /** Number of this interval since the last change of status, from 1. If absent, as in a simulation, `polls` is used. */
  readonly step?: number;
  /** Set while polls fail or the service reports an unknown status: poll slowly. */
  readonly slow?: boolean;
  /** From 0 to 1, if the service reports it. */
  readonly progress?: number | undefined;
  /** What the duration may depend on: a mode, a language. */
  readonly key?: string | undefined;
  /** Length of the video, in seconds. */
  readonly videoSeconds?: number | undefined;
  /** Source of random numbers, uniform in [0, 1). */
  readonly random: () => number;
  /** The other open jobs that the next request can poll too. */
  readonly alsoOpen?: readonly OpenJob[] | undefined;
}

/** What a watch has observed of one job. Times are ms since the job's creation. */
export interface ObservedJob {
  /** What the duration may depend on: a mode, a language. */
  readonly key?: string;
  /** Length of the video, in seconds; more than 0. */
  readonly videoSeconds?: number;
  /** The last poll that found the job open; 0 if there was none. */
  readonly afterMs: number;
  /** The poll that found the job ended. Absent if the job was still open at `afterMs`, its last poll. */
  readonly byMs?: number;
}

/** Returns the interval until the next poll, in ms. The server's Retry-After and the client's `minIntervalMs` are lower bounds. */
export interface PollingStrategy {
  (context: PollingContext): number;
  /** Records each job of known age that was watched until it ended or the watch's deadline passed. */
  record?(job: ObservedJob): void;
}
