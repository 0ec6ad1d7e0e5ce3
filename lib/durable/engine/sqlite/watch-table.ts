import { fromColumns, toColumns, type WatchColumns } from '../../policy/engine/watch-columns.js';
import type { WatchRow } from '../../policy/engine/watch-row.js';
import { fromJson, toJson } from '../json.js';
import type { Table } from './sqlite-rows.js';

type WatchValues = Omit<WatchColumns, 'rare'> &
  Readonly<
    Record<'dueAt' | 'isWoken' | 'version', number> &
      Record<'endedAt', number | null> &
      Record<'jobId', string> &
      Record<'lease' | 'rare' | 'terms' | 'error', string | null>
  >;

/** The watches. */
export const WATCH: Table<WatchRow, WatchValues> = {
  name: 'watch',
  id: 'job_id',
  toValues: ({ state, together, bulkLimit, terms, dueAt, lease, isWoken, version, end }) => {
    const columns = toColumns({ state, together, bulkLimit });
    return {
      ...columns,
      jobId: state.jobId,
      dueAt,
      lease: lease ?? null,
      isWoken: isWoken ? 1 : 0,
      version,
      rare: toJson(columns.rare),
      terms: toJson(terms),
      endedAt: end?.at ?? null,
      error: toJson(end?.error),
    };
  },
  fromValues: ({ jobId, dueAt, lease, isWoken, version, rare, terms, endedAt, error, ...columns }) => ({
    ...fromColumns(jobId, { ...columns, rare: fromJson(rare) ?? null }),
    dueAt,
    lease: lease ?? undefined,
    isWoken: isWoken === 1,
    version,
    terms: fromJson(terms),
    end: endedAt === null ? undefined : { at: endedAt, error: fromJson(error) },
  }),
};
