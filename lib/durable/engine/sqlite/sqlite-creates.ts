import { NO_ATTEMPTS } from '../../../policy/retry/retry.js';
import type { Claimable, Lease } from '../claim-lane.js';
import type { ClaimedCreate, CreateStatus, CreateSettlement, NewCreate } from '../creates.js';
import type { LaneStats } from '../engine.js';
import { toJson } from '../json.js';
import type { Database, SqlRow } from './database.js';
import { claimedOf, statusOf } from './create-row.js';
import { laneStatsOf } from './lane-stats.js';
import type { SqliteWatches } from './sqlite-watches.js';

const OF_KEY = 'account = ? and key = ?';

/** The creates of an account. Every method runs inside a transaction. */
export class SqliteCreates implements Claimable<ClaimedCreate> {
  readonly #database: Database;
  readonly #account: string;
  readonly #watches: SqliteWatches;

  constructor(database: Database, account: string, watches: SqliteWatches) {
    this.#database = database;
    this.#account = account;
    this.#watches = watches;
  }

  add(creates: readonly NewCreate[], now: number): readonly CreateStatus[] {
    return creates.map(create => this.#add(create, now));
  }

  read(keys: readonly string[]): readonly CreateStatus[] {
    return keys.flatMap(key => {
      const row = this.#row(key);
      return row === undefined ? [] : statusOf(row);
    });
  }

  get firstDueAt(): number | undefined {
    const first = this.#first();
    return first && Number(first.due_at);
  }

  take(_limit: number, lease: Lease, now: number): ClaimedCreate {
    const row = this.#first()!;
    const create = this.#claim(row, lease);
    this.#database.run(
      `update creation set first_sent_at = coalesce(first_sent_at, ?) where ${OF_KEY}`,
      now,
      this.#account,
      create.key,
    );
    return create;
  }

  takeExpired(_limit: number, lease: Lease, now: number): ClaimedCreate | undefined {
    const [row] = this.#database.all(
      'select * from creation where account = ? and ended_at is null and due_at <= ? and deadline_at <= ? order by due_at limit 1',
      this.#account,
      now,
      now,
    );
    return row && this.#claim(row, lease);
  }

  /** Returns whether the lease still held it. */
  settle(key: string, lease: string, settlement: CreateSettlement, now: number): boolean {
    if (this.#row(key)?.lease !== lease) return false;
    const isCertain = settlement.type !== 'created' && !settlement.isUncertain;
    this.#database.run(
      `update creation set lease = null, first_sent_at = case when ? then null else first_sent_at end where ${OF_KEY}`,
      isCertain ? 1 : 0,
      this.#account,
      key,
    );
    if (settlement.type === 'again') {
      this.#database.run(
        `update creation set attempts = ?, due_at = ? where ${OF_KEY}`,
        JSON.stringify(settlement.attempts),
        now + settlement.dueInMs,
        this.#account,
        key,
      );
      return true;
    }
    this.#database.run(
      `update creation set ended_at = ?, job_ids = ?, error = ? where ${OF_KEY}`,
      now,
      settlement.type === 'created' ? JSON.stringify(settlement.jobIds) : null,
      settlement.type === 'failed' ? toJson(settlement.error) : null,
      this.#account,
      key,
    );
    if (settlement.type === 'created') this.#watches.add(settlement.watches, now);
    return true;
  }

  clean(before: number, limit: number): number {
    return this.#database.run(
      `delete from creation where account = ? and key in
        (select key from creation where account = ? and ended_at is not null and ended_at < ? limit ?)`,
      this.#account,
      this.#account,
      before,
      limit,
    );
  }

  stats(now: number): Omit<LaneStats, 'silentMs'> {
    return laneStatsOf(this.#database, 'creation', this.#account, now);
  }

  #row(key: string): SqlRow | undefined {
    return this.#database.all(`select * from creation where ${OF_KEY}`, this.#account, key)[0];
  }

  #first(): SqlRow | undefined {
    return this.#database.all(
      'select * from creation where account = ? and ended_at is null order by due_at limit 1',
      this.#account,
    )[0];
  }

  #add(create: NewCreate, now: number): CreateStatus {
    const { key, request, digest, timeoutMs, terms } = create;
    const before = this.#row(key);
    if (before !== undefined && before.digest !== digest) return { key, type: 'other request' };
    if (before?.error === null) return statusOf(before);
    const values = [JSON.stringify(NO_ATTEMPTS), now, now + timeoutMs, now];
    if (before === undefined) {
      this.#database.run(
        `insert into creation (account, key, request, digest, terms, attempts, started_at, deadline_at, due_at)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        this.#account,
        key,
        toJson(request),
        digest,
        toJson(terms),
        ...values,
      );
    } else {
      this.#database.run(
        `update creation set attempts = ?, started_at = ?, deadline_at = ?, due_at = ?, error = null, ended_at = null where ${OF_KEY}`,
        ...values,
        this.#account,
        key,
      );
    }
    return { key, type: 'open' };
  }

  #claim(row: SqlRow, { lease, until }: Lease): ClaimedCreate {
    const key = String(row.key);
    this.#database.run(
      `update creation set lease = ?, due_at = ? where ${OF_KEY}`,
      lease,
      until,
      this.#account,
      key,
    );
    return claimedOf(row);
  }
}
