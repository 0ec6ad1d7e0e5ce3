import type { ObservedJob } from '../../../policy/polling/polling-strategy.js';
import type { CreateRow } from '../../policy/engine/create-row.js';
import type { AccountGate } from '../../policy/engine/gate.js';
import type { WatchRow } from '../../policy/engine/watch-row.js';
import type { Lease } from '../claims.js';
import type { ObservedPage } from '../observed-page.js';
import type { LaneStats } from '../stats.js';

/** The rows of one account, as a store keeps them. What is written comes back as from a database: a copy, without undefined fields. */
export interface AccountRows {
  readonly watches: LaneRows<WatchRow>;
  readonly creates: LaneRows<CreateRow>;
  readonly observed: ObservedRows;
  gate: AccountGate;
  /** The highest version of a forgotten watch; 0 if there is none. */
  forgottenVersion: number;
  /** A lease that no other claim has. */
  newLease(): string;
}

/** The watches or the creates of an account. */
export interface LaneRows<Row> {
  /** @param id The id of a job, or the key of a create. */
  get(id: string): Row | undefined;
  /** Adds a row, or replaces the one with its id. */
  put(row: Row): void;
  /** Marks rows as claimed. Nothing else of them is written: a claim is half of what a poll costs. */
  claim(ids: readonly string[], lease: Lease): void;
  delete(id: string): void;
  /** All rows that have not ended. */
  open(): readonly Row[];
  /** When the first open row is due. Absent: none is open. */
  readonly firstDueAt: number | undefined;
  /** Open rows that are not claimed, or whose lease has ended; due first. No more than `limit` are needed. */
  claimable(limit: number, now: number): readonly Row[];
  /** Open rows that are due and past their deadline; due first, `limit` at most. */
  expired(limit: number, now: number): readonly Row[];
  /** Deletes rows that ended before this time, `limit` at most. Returns how many. */
  deleteEnded(before: number, limit: number): number;
  figures(now: number): LaneFigures;
}

/** The part of `LaneStats` that the rows show. */
export type LaneFigures = Omit<LaneStats, 'silentMs'>;

/** What was learned about the durations of an account's jobs: the last 256 of them. */
export interface ObservedRows {
  add(job: ObservedJob): void;
  /** Those after the cursor that are still kept. */
  read(cursor: string | undefined): ObservedPage;
}
