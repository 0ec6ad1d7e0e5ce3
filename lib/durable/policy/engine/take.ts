import type { Lease } from '../../engine/claims.js';
import type { WatchRow } from './watch-row.js';

/** What a claim needs to know about an open watch. */
export type Takeable = Pick<WatchRow, 'dueAt' | 'lease' | 'together'> & {
  readonly state: Pick<WatchRow['state'], 'notBeforeAt'>;
};

/**
 * The watches for one request: all that are due, and those due next that may be polled early. A claimed watch is only taken once its lease has ended.
 *
 * @param rows In the order of `dueAt`.
 */
export function takeForRequest<T extends Takeable>(
  rows: Iterable<T>,
  limit: number,
  now: number,
): readonly T[] {
  const taken: T[] = [];
  let room = limit;
  let candidates = 0;
  for (const row of rows) {
    const isDue = row.dueAt <= now;
    if (row.lease !== undefined && !isDue) continue;
    if (++candidates > limit) break;
    if (!isDue && now < row.state.notBeforeAt) continue;
    room = Math.min(room, row.together ?? limit);
    // One that needs a smaller request than this waits for the next.
    if (taken.length >= room) break;
    taken.push(row);
  }
  return taken;
}

/** A row that a claim holds: it is due again when the lease ends. */
export const withLease = <Row extends object>(row: Row, { lease, until }: Lease): Row => ({
  ...row,
  lease,
  dueAt: until,
});
