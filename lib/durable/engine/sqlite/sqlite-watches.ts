import type { JobId } from '../../../model/job.js';
import { shifted } from '../../policy/engine/shifted.js';
import { takeForRequest } from '../../policy/engine/take.js';
import { woken } from '../../policy/engine/woken.js';
import type { Claimable, Lease } from '../claim-lane.js';
import type { LaneStats } from '../engine.js';
import { fromJson, toJson } from '../json.js';
import type { ClaimedWatch, NewWatch, SeenWatch, Settlement, StoredWatch, WatchChange } from '../watches.js';
import type { Database, SqlRow } from './database.js';
import { laneStatsOf } from './lane-stats.js';
import { changeOf, SET_STATE, STATE_COLUMNS, takeable, valuesOf, watchOf } from './watch-row.js';

const OF_ACCOUNT = 'account = ? and job_id = ?';

/** The watches of an account. Every method runs inside a transaction. */
export class SqliteWatches implements Claimable<readonly ClaimedWatch[]> {
  readonly #database: Database;
  readonly #account: string;

  constructor(database: Database, account: string) {
    this.#database = database;
    this.#account = account;
  }

  add(watches: readonly NewWatch[], now: number): void {
    for (const { state, terms } of watches) this.#add({ state: shifted(state, now) }, terms);
  }

  read(seen: readonly SeenWatch[]): { changed: readonly WatchChange[]; missing: readonly JobId[] } {
    const changed: WatchChange[] = [];
    const missing: JobId[] = [];
    for (const { jobId, version } of seen) {
      const row = this.#row(jobId);
      if (row === undefined) missing.push(jobId);
      else if (Number(row.version) > version) changed.push(changeOf(row));
    }
    return { changed, missing };
  }

  wake(jobIds: readonly JobId[] | undefined, now: number): void {
    const rows =
      jobIds === undefined
        ? this.#database.all('select * from watch where account = ? and ended_at is null', this.#account)
        : jobIds.map(jobId => this.#row(jobId)).filter(row => row !== undefined);
    for (const row of rows) {
      if (row.ended_at !== null) continue;
      if (row.lease === null) {
        const watch = watchOf(row);
        this.#write({ ...watch, state: woken(watch.state, now) }, woken(watch.state, now).nextPollAt);
      } else {
        this.#database.run(`update watch set is_woken = 1 where ${OF_ACCOUNT}`, this.#account, row.job_id!);
      }
    }
  }

  forget(jobIds: readonly JobId[]): void {
    for (const jobId of jobIds) {
      this.#database.run(
        `insert into forgotten (account, version) select account, version from watch where ${OF_ACCOUNT}
          on conflict (account) do update set version = max(version, excluded.version)`,
        this.#account,
        jobId,
      );
      this.#database.run(`delete from watch where ${OF_ACCOUNT}`, this.#account, jobId);
    }
  }

  get firstDueAt(): number | undefined {
    const [row] = this.#database.all(
      'select min(due_at) as first from watch where account = ? and ended_at is null',
      this.#account,
    );
    return row?.first == null ? undefined : Number(row.first);
  }

  take(limit: number, lease: Lease, now: number): readonly ClaimedWatch[] {
    // Some may be claimed by others, whose leases end before those due next.
    const rows = this.#database.all(
      'select * from watch where account = ? and ended_at is null and (lease is null or due_at <= ?) order by due_at limit ?',
      this.#account,
      now,
      limit,
    );
    const taken = takeForRequest(rows.map(takeable), limit, now);
    return this.#claim(
      taken.map(({ row }) => row),
      lease,
    );
  }

  takeExpired(limit: number, lease: Lease, now: number): readonly ClaimedWatch[] | undefined {
    const rows = this.#database.all(
      'select * from watch where account = ? and ended_at is null and due_at <= ? and deadline_at <= ? order by due_at limit ?',
      this.#account,
      now,
      now,
      limit,
    );
    return rows.length === 0 ? undefined : this.#claim(rows, lease);
  }

  /** Returns those that the lease still held. */
  settle(lease: string, settlements: readonly Settlement[], now: number): readonly Settlement[] {
    return settlements.filter(settlement => {
      const row = this.#row(settlement.state.jobId);
      if (row?.lease !== lease) return false;
      this.#settle(row, settlement, now);
      return true;
    });
  }

  clean(before: number, limit: number): number {
    return this.#database.run(
      `delete from watch where account = ? and job_id in
        (select job_id from watch where account = ? and ended_at is not null and ended_at < ? limit ?)`,
      this.#account,
      this.#account,
      before,
      limit,
    );
  }

  stats(now: number): Omit<LaneStats, 'silentMs'> {
    return laneStatsOf(this.#database, 'watch', this.#account, now);
  }

  #row(jobId: JobId): SqlRow | undefined {
    return this.#database.all(`select * from watch where ${OF_ACCOUNT}`, this.#account, jobId)[0];
  }

  #add(watch: StoredWatch, terms: NewWatch['terms']): void {
    const { state } = watch;
    const before = this.#row(state.jobId);
    if (before === undefined || (before.ended_at !== null && before.error !== null)) {
      this.#insert(watch, terms, Math.max(this.#forgottenVersion, Number(before?.version ?? 0)) + 1);
    } else if (before.ended_at === null) {
      this.#database.run(
        `update watch set deadline_at = max(deadline_at, ?) where ${OF_ACCOUNT}`,
        state.deadlineAt,
        this.#account,
        state.jobId,
      );
    }
  }

  /** The highest version of a watch that was forgotten. */
  get #forgottenVersion(): number {
    const [row] = this.#database.all('select version from forgotten where account = ?', this.#account);
    return Number(row?.version ?? 0);
  }

  #insert(watch: StoredWatch, terms: NewWatch['terms'], version: number): void {
    this.#database.run(
      `insert or replace into watch (account, job_id, due_at, version, terms, ${STATE_COLUMNS.join(', ')})
        values (?, ?, ?, ?, ?, ${STATE_COLUMNS.map(() => '?').join(', ')})`,
      this.#account,
      watch.state.jobId,
      watch.state.nextPollAt,
      version,
      toJson(terms),
      ...valuesOf(watch),
    );
  }

  #write(watch: StoredWatch, dueAt: number): void {
    this.#database.run(
      `update watch set ${SET_STATE}, due_at = ? where ${OF_ACCOUNT}`,
      ...valuesOf(watch),
      dueAt,
      this.#account,
      watch.state.jobId,
    );
  }

  #claim(rows: readonly SqlRow[], { lease, until }: Lease): readonly ClaimedWatch[] {
    for (const row of rows) {
      this.#database.run(
        `update watch set lease = ?, due_at = ? where ${OF_ACCOUNT}`,
        lease,
        until,
        this.#account,
        row.job_id!,
      );
    }
    return rows.map(row => ({ ...watchOf(row), terms: fromJson<ClaimedWatch['terms']>(row.terms) }));
  }

  #settle(row: SqlRow, { hasChanged, end, ...given }: Settlement, now: number): void {
    // A later deadline may have been asked for meanwhile.
    const deadlineAt = Math.max(Number(row.deadline_at), given.state.deadlineAt);
    const kept = { ...given.state, deadlineAt };
    const state = end === undefined && row.is_woken === 1 ? woken(kept, now) : kept;
    this.#write({ ...given, state }, state.nextPollAt);
    this.#database.run(
      `update watch set lease = null, is_woken = 0, version = version + ?, ended_at = ?, error = ? where ${OF_ACCOUNT}`,
      hasChanged ? 1 : 0,
      end === undefined ? null : now,
      toJson(end?.error),
      this.#account,
      state.jobId,
    );
  }
}
