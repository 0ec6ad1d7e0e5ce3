import type { Service } from './service.js';

/** When jobs are polled: every so many ms, each wait drawn from ± a tenth of that where the contestant can. */
export interface Schedule {
  readonly intervalMs: number;
}

/** Begins to watch a job, and answers how to stop. */
export type Open = (jobId: string) => () => void;

/** One way to watch jobs, set up once for all of them. */
export type Contestant = (service: Service, schedule: Schedule) => Open;

/** A wait of the schedule, spread by a tenth. */
export const spread = (ms: number): number => Math.round(ms * (0.9 + 0.2 * Math.random()));
