import type { JobId } from '../../../model/job.js';
import type { CircuitSwap, StoredCircuit } from '../claims.js';
import type { CreateStatus, KnownJobs } from '../creates.js';
import type { ObservedPage } from '../observed-page.js';
import type { EngineStats, LaneStats } from '../stats.js';
import { fromJson } from '../json.js';
import type { WatchChange } from '../watches.js';
import { toCircuit } from './read-claim.js';
import { fromRow, toBoolean, toNumber, type WatchRow } from './row.js';

type ChangedRow = WatchRow & {
  readonly version: unknown;
  readonly has_ended: unknown;
  readonly error: unknown;
};

/** The changed watches, and the jobs without one: rows of `read-watches.sql`. */
export function readChanged(rows: readonly unknown[]): {
  changed: readonly WatchChange[];
  missing: readonly JobId[];
} {
  const found = rows as readonly ChangedRow[];
  return {
    missing: found.filter(({ version }) => version === null).map(({ job_id }) => job_id),
    changed: found
      .filter(({ version }) => version !== null)
      .map(row => ({
        jobId: row.job_id,
        version: toNumber(row.version),
        state: fromRow(row).state,
        end: toBoolean(row.has_ended) ? { error: fromJson(row.error) } : undefined,
      })),
  };
}

interface CreateRow {
  readonly key: string;
  readonly type: CreateStatus['type'];
  readonly known: unknown;
  readonly job_ids: unknown;
  readonly error: unknown;
}

/** Where creates stand. */
export const readCreateStatuses = (rows: readonly unknown[]): readonly CreateStatus[] =>
  (rows as readonly CreateRow[]).map(({ key, type, known, job_ids, error }): CreateStatus => {
    switch (type) {
      case 'created':
        return { key, type, jobIds: fromJson(job_ids)! };
      case 'failed':
        return { key, type, error: fromJson(error)! };
      case 'open':
        return { key, type, jobIds: fromJson<KnownJobs>(known)?.jobIds };
      case 'other request':
        return { key, type };
    }
  });

/** The ids of the watches that were settled. */
export const readJobIds = (rows: readonly unknown[]): readonly JobId[] =>
  (rows as readonly { readonly job_id: JobId }[]).map(({ job_id }) => job_id);

/** Whether the lease still held the create. */
export const readIsHeld = ([row]: readonly unknown[]): boolean =>
  toBoolean((row as { readonly is_held: unknown }).is_held);

/** How many rows were deleted. */
export const readDeleted = ([row]: readonly unknown[]): number =>
  toNumber((row as { readonly deleted: unknown }).deleted);

interface CircuitRow {
  readonly circuit: unknown;
  readonly circuit_version: unknown;
}

/** The circuit of an account. */
export function readCircuit([row]: readonly unknown[]): StoredCircuit {
  const { circuit, circuit_version } = row as CircuitRow;
  return toCircuit(circuit_version, circuit);
}

/** The circuit of an account after a swap. */
export const readCircuitSwap = (rows: readonly unknown[]): CircuitSwap => ({
  ...readCircuit(rows),
  isSwapped: toBoolean((rows[0] as { readonly is_swapped: unknown }).is_swapped),
});

/** What was learned, and the cursor for the next page. */
export function readObservedPage(rows: readonly unknown[], cursor: string): ObservedPage {
  const found = rows as readonly { readonly id: string; readonly job: unknown }[];
  return { jobs: found.map(({ job }) => fromJson(job)!), cursor: found.at(-1)?.id ?? cursor };
}

interface StatsRow extends CircuitRow {
  readonly open: unknown;
  readonly due: unknown;
  readonly claimed: unknown;
  readonly late_ms: unknown;
  readonly silent_ms: unknown;
}

/** The figures of both lanes: rows of `stats.sql`. */
export function readStats([poll, create]: readonly unknown[]): EngineStats {
  return {
    watches: laneStats(poll as StatsRow),
    creates: laneStats(create as StatsRow),
    circuit: readCircuit([poll]),
  };
}

const laneStats = (row: StatsRow): LaneStats => ({
  open: toNumber(row.open),
  due: toNumber(row.due),
  claimed: toNumber(row.claimed),
  lateMs: toNumber(row.late_ms),
  silentMs: toNumber(row.silent_ms),
});
