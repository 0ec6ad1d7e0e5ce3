/** What a claim has to know of a watch that has not ended. */
export interface Takeable {
  /** When its next poll is due; while it is claimed, when its lease ends. */
  readonly dueAt: number;
  readonly isClaimed: boolean;
  readonly notBeforeAt: number;
  readonly deadlineAt: number;
  /** The most jobs in a request with it. */
  readonly together?: number | undefined;
}

/**
 * The watches for one request: those that are due, and those due next that may be polled before their time. A watch that is claimed is taken only when its lease has
 * ended.
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
    if (row.isClaimed && now < row.dueAt) continue;
    if (++candidates > limit) break;
    if (now < row.dueAt && now < row.notBeforeAt) continue;
    room = Math.min(room, row.together ?? limit);
    // The first is always taken. One that needs a smaller request than this waits for the next.
    if (taken.length > 0 && taken.length >= room) break;
    taken.push(row);
  }
  return taken;
}

/** The due watches whose deadline has passed: they end even if nothing may be sent. */
export function takeExpired<T extends Takeable>(rows: Iterable<T>, limit: number, now: number): readonly T[] {
  const taken: T[] = [];
  for (const row of rows) {
    if (now < row.dueAt || taken.length >= limit) break;
    if (row.deadlineAt <= now) taken.push(row);
  }
  return taken;
}
