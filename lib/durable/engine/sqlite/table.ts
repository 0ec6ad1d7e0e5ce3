import { NO_ATTEMPTS } from '../../../policy/retry/retry.js';
import type { CreateEnd, CreateRow } from '../../policy/engine/create-row.js';
import { fromColumns, toColumns, type WatchColumns } from '../../policy/engine/watch-columns.js';
import type { WatchRow } from '../../policy/engine/watch-row.js';
import { fromJson, toJson } from '../json.js';
import type { SqlRow } from './database.js';

/** A table of rows, and how they become values of its columns and back. */
export interface Table<Row> {
  readonly name: string;
  /** The column that names a row within its account. */
  readonly id: string;
  /** All but `account`. */
  readonly toValues: (row: Row) => SqlRow;
  readonly fromValues: (values: SqlRow) => Row;
}

/** Watches. */
export const WATCH: Table<WatchRow> = {
  name: 'watch',
  id: 'job_id',
  toValues: row => {
    const { rare, ...columns } = toColumns(row);
    return {
      jobId: row.state.jobId,
      dueAt: row.dueAt,
      lease: row.lease ?? null,
      isWoken: row.isWoken ? 1 : 0,
      version: row.version,
      ...columns,
      rare: toJson(rare),
      terms: toJson(row.terms),
      error: toJson(row.end?.error),
      endedAt: row.end?.at ?? null,
    };
  },
  fromValues: values => ({
    ...fromColumns(String(values.jobId), {
      ...(values as unknown as WatchColumns),
      rare: fromJson(values.rare) ?? null,
    }),
    terms: fromJson(values.terms),
    version: Number(values.version),
    dueAt: Number(values.dueAt),
    lease: text(values.lease),
    isWoken: values.isWoken === 1,
    end: values.endedAt == null ? undefined : { at: Number(values.endedAt), error: fromJson(values.error) },
  }),
};

/** Creates. */
export const CREATION: Table<CreateRow> = {
  name: 'creation',
  id: 'key',
  toValues: ({
    key,
    request,
    digest,
    terms,
    attempts,
    startedAt,
    deadlineAt,
    dueAt,
    lease,
    firstSentAt,
    end,
  }) => ({
    key,
    request: toJson(request),
    digest,
    terms: toJson(terms),
    attempts: toJson(attempts),
    startedAt,
    deadlineAt,
    dueAt,
    lease: lease ?? null,
    firstSentAt: firstSentAt ?? null,
    jobIds: end !== undefined && 'jobIds' in end ? toJson(end.jobIds) : null,
    error: end !== undefined && 'error' in end ? toJson(end.error) : null,
    endedAt: end?.at ?? null,
  }),
  fromValues: values => ({
    key: String(values.key),
    request: fromJson(values.request)!,
    digest: String(values.digest),
    terms: fromJson(values.terms),
    attempts: fromJson(values.attempts) ?? NO_ATTEMPTS,
    startedAt: Number(values.startedAt),
    deadlineAt: Number(values.deadlineAt),
    dueAt: Number(values.dueAt),
    lease: text(values.lease),
    firstSentAt: values.firstSentAt == null ? undefined : Number(values.firstSentAt),
    end: endOf(values),
  }),
};

function endOf({ endedAt, jobIds, error }: SqlRow): CreateEnd | undefined {
  if (endedAt == null) return undefined;
  const at = Number(endedAt);
  return jobIds == null ? { at, error: fromJson(error)! } : { at, jobIds: fromJson(jobIds)! };
}

const text = (value: SqlRow[string] | undefined): string | undefined =>
  value == null ? undefined : String(value);
