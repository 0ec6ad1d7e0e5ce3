import type { LaneStats } from '../engine.js';

interface OpenRow {
  readonly dueAt: number;
  readonly isClaimed: boolean;
}

/** The figures of the open rows of a lane. */
export function laneStats(open: readonly OpenRow[], now: number): Omit<LaneStats, 'silentMs'> {
  const due = open.filter(row => row.dueAt <= now);
  return {
    open: open.length,
    due: due.length,
    claimed: open.filter(row => row.isClaimed && now < row.dueAt).length,
    lateMs: due.reduce((most, { dueAt }) => Math.max(most, now - dueAt), 0),
  };
}
