import { fromColumns, toColumns, type WatchColumns } from '../../policy/engine/watch-columns.js';
import { fromJson, toJson } from '../json.js';
import type { StoredError, StoredWatch, WatchChange } from '../watches.js';
import type { SqlRow, SqlValue } from './database.js';

/** The columns of a state, in the order of `valuesOf`. */
export const STATE_COLUMNS = [
  'status',
  'flags',
  'polls',
  'step',
  'at',
  'created_at',
  'open_at',
  'deadline_at',
  'next_poll_at',
  'not_before_at',
  'not_found_until',
  'progress',
  'video_seconds',
  'together',
  'rare',
] as const;
/** What sets them all. */
export const SET_STATE = STATE_COLUMNS.map(name => `${name} = ?`).join(', ');

/** What a claim has to know of an open watch. */
export const takeable = (row: SqlRow) => ({
  row,
  dueAt: Number(row.due_at),
  isClaimed: row.lease !== null,
  notBeforeAt: Number(row.not_before_at),
  deadlineAt: Number(row.deadline_at),
  together: row.together == null ? undefined : Number(row.together),
});

/** A stored watch as values of the columns of a state. */
export function valuesOf(watch: StoredWatch): readonly SqlValue[] {
  const columns = toColumns(watch);
  return [
    columns.status,
    columns.flags,
    columns.polls,
    columns.step,
    columns.at,
    columns.createdAt,
    columns.openAt,
    columns.deadlineAt,
    columns.nextPollAt,
    columns.notBeforeAt,
    columns.notFoundUntil,
    columns.progress,
    columns.videoSeconds,
    columns.together,
    toJson(columns.rare),
  ];
}

/** A row as a stored watch. */
export function watchOf(row: SqlRow): StoredWatch {
  const columns: Record<string, unknown> = {};
  for (const name of STATE_COLUMNS) {
    columns[name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())] = row[name];
  }
  columns.rare = fromJson(row.rare) ?? null;
  return fromColumns(String(row.job_id), columns as unknown as WatchColumns);
}

/** A row as what its clients read. */
export function changeOf(row: SqlRow): WatchChange {
  const end = row.ended_at === null ? undefined : { error: fromJson<StoredError>(row.error) };
  return { jobId: String(row.job_id), version: Number(row.version), state: watchOf(row).state, end };
}
