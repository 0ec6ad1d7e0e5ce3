import type { ClaimedWatch, NewWatch, Settlement, StoredError, StoredWatch } from '../../engine/watches.js';
import { shifted, woken } from './state-changes.js';

/** All that is stored of one watch. Each function here returns the row after a call of the engine; an engine in SQL does the same in its statements. */
export interface WatchRow extends ClaimedWatch {
  /** From 1. Goes up by one with each change that clients see. */
  readonly version: number;
  /** When its next poll is due; while it is claimed, when its lease ends. */
  readonly dueAt: number;
  readonly lease?: string | undefined;
  /** It was woken while it was claimed. */
  readonly isWoken: boolean;
  /** Absent: it is open. Without an `error`, its job is settled. */
  readonly end?: { readonly at: number; readonly error?: StoredError | undefined } | undefined;
}

/**
 * A watch is added. An open one only gets the later deadline of the two, one whose job is settled is left unchanged, and one that failed starts again.
 *
 * @param before The row of the job, if there is one.
 * @param forgottenVersion The highest version of a forgotten watch of the account.
 */
export function addedWatch(
  before: WatchRow | undefined,
  { state: given, terms }: NewWatch,
  forgottenVersion: number,
  now: number,
): WatchRow {
  const state = shifted(given, now);
  if (before !== undefined) {
    if (before.end === undefined) return withDeadline(before, state.deadlineAt);
    if (before.end.error === undefined) return before;
  }
  const version = Math.max(forgottenVersion, before?.version ?? 0) + 1;
  return { state, terms, version, dueAt: state.nextPollAt, isWoken: false };
}

/** A watch is woken: now, or when it is settled if it is claimed. One that has ended is left unchanged. */
export function wokenWatch(row: WatchRow, now: number): WatchRow {
  if (row.end !== undefined) return row;
  if (row.lease !== undefined) return row.isWoken ? row : { ...row, isWoken: true };
  const state = woken(row.state, now);
  const hasChanged = row.state.step > 0 || state.nextPollAt < row.state.nextPollAt;
  return hasChanged ? { ...row, state, dueAt: state.nextPollAt } : row;
}

/** Does this end a watch that has a later deadline than when it was claimed? Then its error, perhaps a time-out, is not that of whoever has set the later one. */
export const endsTooEarly = (row: WatchRow, { state, end }: Settlement): boolean =>
  end?.error !== undefined && row.state.deadlineAt > state.deadlineAt;

/** A claimed watch is settled. A later deadline that `addWatches` has set meanwhile stays, and a wake takes effect now. One that would end too early goes on. */
export function settledWatch(row: WatchRow, settlement: Settlement, now: number): WatchRow {
  const { state: given, together, bulkLimit, hasChanged } = settlement;
  const end = endsTooEarly(row, settlement) ? undefined : settlement.end;
  const watch: StoredWatch = withDeadline({ state: given, together, bulkLimit }, row.state.deadlineAt);
  const state = row.isWoken && end === undefined ? woken(watch.state, now) : watch.state;
  return {
    ...watch,
    state,
    terms: row.terms,
    version: hasChanged ? row.version + 1 : row.version,
    dueAt: state.nextPollAt,
    isWoken: false,
    end: end && { at: now, error: end.error },
  };
}

/** The same watch, unless this deadline is later: then it has to be written. */
const withDeadline = <T extends StoredWatch>(watch: T, deadlineAt: number): T =>
  deadlineAt > watch.state.deadlineAt ? { ...watch, state: { ...watch.state, deadlineAt } } : watch;
