import type { Phase } from './batch.js';
import type { BatchState } from './batch-in-parts.js';

/** How many jobs the page has, and how they are. */
export interface JobCounts {
  readonly total: number;
  /** Jobs of the batches that are being watched, settled ones included. */
  readonly watched: number;
  /** Jobs that are being watched and have not settled. */
  readonly open: number;
  /** Jobs that were open when their watch was stopped. */
  readonly unwatched: number;
  /** Jobs that did not exist yet when their batch was stopped. */
  readonly uncreated: number;
  readonly failed: number;
  readonly lost: number;
  /** Some jobs could not be created. */
  readonly isBroken: boolean;
}

interface Counted {
  readonly phase: Phase;
  /** How many of its jobs exist. */
  readonly created: number;
  readonly latest: Pick<BatchState, 'total' | 'done' | 'counts'> | undefined;
}

/** Counts the jobs of all batches. */
export const countJobs = (batches: Iterable<Counted>): JobCounts => {
  const all = {
    total: 0,
    watched: 0,
    open: 0,
    unwatched: 0,
    uncreated: 0,
    failed: 0,
    lost: 0,
    isBroken: false,
  };
  for (const { phase, created, latest } of batches) {
    all.isBroken ||= phase === 'broken';
    if (latest === undefined) continue;
    const { total, done, counts } = latest;
    all.total += total;
    all.failed += counts.error;
    all.lost += counts.lost;
    if (phase === 'running') {
      all.open += total - done;
      all.watched += total;
    } else {
      const uncreated = Math.min(total - created, total - done);
      all.uncreated += uncreated;
      all.unwatched += total - done - uncreated;
    }
  }
  return all;
};
