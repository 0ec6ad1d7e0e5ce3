import type { Service } from './service.js';

/** How often jobs are polled. Each interval is drawn from ±10 % where the implementation has jitter. */
export interface Schedule {
  readonly intervalMs: number;
}

/** Starts to watch a job. @returns a function that stops it */
export type Open = (jobId: string) => () => void;

/** One way to watch jobs, set up once for all of them. */
export type Implementation = (service: Service, schedule: Schedule) => Open;

/** An interval with a jitter of ±10 %. */
export const jittered = (ms: number): number => Math.round(ms * (0.9 + 0.2 * Math.random()));
