import { fromColumns, toColumns, type RareFields } from '../../policy/engine/watch-columns.js';
import { fromJson, toJson } from '../json.js';
import type { StoredWatch } from '../watches.js';

/** A row of `heygen_rx.watch`, as far as a `StoredWatch` goes into it. What drivers give back as text is read by `fromRow`. */
export interface WatchRow {
  readonly job_id: string;
  readonly status: unknown;
  readonly flags: unknown;
  readonly polls: unknown;
  readonly step: unknown;
  readonly at: unknown;
  readonly created_at: unknown;
  readonly open_at: unknown;
  readonly deadline_at: unknown;
  readonly next_poll_at: unknown;
  readonly not_before_at: unknown;
  readonly not_found_until: unknown;
  readonly return_until: unknown;
  readonly progress: unknown;
  readonly video_seconds: unknown;
  readonly together: unknown;
  readonly rare: unknown;
}

/** A number, from a driver that gives numbers or text. */
export const toNumber = (value: unknown): number => Number(value);

/** A boolean, from a driver that gives booleans or text. */
export const toBoolean = (value: unknown): boolean => value === true || value === 't';

/** A number, or nothing. */
export const toNumberOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);

/** A stored watch as a row. `returnUntil` has a column here: it is an instant, which SQL has to move. */
export function toRow(watch: StoredWatch): WatchRow {
  const columns = toColumns(watch);
  const { returnUntil = null, ...rare } = columns.rare ?? {};
  return {
    job_id: watch.state.jobId,
    status: columns.status,
    flags: columns.flags,
    polls: columns.polls,
    step: columns.step,
    at: columns.at,
    created_at: columns.createdAt,
    open_at: columns.openAt,
    deadline_at: columns.deadlineAt,
    next_poll_at: columns.nextPollAt,
    not_before_at: columns.notBeforeAt,
    not_found_until: columns.notFoundUntil,
    return_until: returnUntil,
    progress: columns.progress,
    video_seconds: columns.videoSeconds,
    together: columns.together,
    rare: Object.keys(rare).length === 0 ? null : toJson(rare),
  };
}

/** A row as a stored watch. */
export function fromRow(row: WatchRow): StoredWatch {
  const rare = fromJson<RareFields>(row.rare);
  const returnUntil = toNumberOrNull(row.return_until);
  return fromColumns(row.job_id, {
    status: toNumber(row.status),
    flags: toNumber(row.flags),
    polls: toNumber(row.polls),
    step: toNumber(row.step),
    at: toNumber(row.at),
    createdAt: toNumber(row.created_at),
    openAt: toNumberOrNull(row.open_at),
    deadlineAt: toNumber(row.deadline_at),
    nextPollAt: toNumber(row.next_poll_at),
    notBeforeAt: toNumber(row.not_before_at),
    notFoundUntil: toNumberOrNull(row.not_found_until),
    progress: toNumberOrNull(row.progress),
    videoSeconds: toNumberOrNull(row.video_seconds),
    together: toNumberOrNull(row.together),
    rare: returnUntil === null ? (rare ?? null) : { ...rare, returnUntil },
  });
}

/** The columns in the order in which statements take them, one array for each. */
const COLUMNS = [
  'job_id',
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
  'return_until',
  'progress',
  'video_seconds',
  'together',
  'rare',
] as const satisfies readonly (keyof WatchRow)[];

/** Watches as parameters of a statement: an array for each column. */
export function toParameters(watches: readonly StoredWatch[]): unknown[] {
  const rows = watches.map(toRow);
  return COLUMNS.map(column => rows.map(row => row[column]));
}
