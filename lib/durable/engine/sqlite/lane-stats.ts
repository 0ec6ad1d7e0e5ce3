import type { LaneStats } from '../engine.js';
import type { Database } from './database.js';

/** The figures of the open rows of a table. */
export function laneStatsOf(
  database: Database,
  table: 'watch' | 'creation',
  account: string,
  now: number,
): Omit<LaneStats, 'silentMs'> {
  const [row] = database.all(
    `select count(*) as open,
      coalesce(sum(due_at <= ?), 0) as due,
      coalesce(sum(lease is not null and due_at > ?), 0) as claimed,
      coalesce(max(? - min(due_at), 0), 0) as late
      from ${table} where account = ? and ended_at is null`,
    now,
    now,
    now,
    account,
  );
  return {
    open: Number(row!.open),
    due: Number(row!.due),
    claimed: Number(row!.claimed),
    lateMs: Number(row!.late),
  };
}
