import type { LaneFigures, LaneRows } from '../rows/account-rows.js';
import { columnOf, type Database, type SqlRow } from './database.js';
import type { Table } from './table.js';

/** The rows of a lane, in a table of SQLite. */
export class SqliteRows<Row> implements LaneRows<Row> {
  readonly #database: Database;
  readonly #account: string;
  readonly #table: Table<Row>;

  constructor(database: Database, account: string, table: Table<Row>) {
    this.#database = database;
    this.#account = account;
    this.#table = table;
  }

  get(id: string): Row | undefined {
    return this.#select(`${this.#table.id} = :id`, { id })[0];
  }

  put(row: Row): void {
    const values = { account: this.#account, ...this.#table.toValues(row) };
    const names = Object.keys(values);
    this.#database.run(
      `insert or replace into ${this.#table.name} (${names.map(columnOf).join(', ')})
        values (${names.map(name => `:${name}`).join(', ')})`,
      values,
    );
  }

  delete(id: string): void {
    const { name, id: idColumn } = this.#table;
    this.#run(`delete from ${name} where account = :account and ${idColumn} = :id`, { id });
  }

  open(): readonly Row[] {
    return this.#select('ended_at is null');
  }

  get firstDueAt(): number | undefined {
    const [row] = this.#all(
      `select min(due_at) as first from ${this.#table.name} where account = :account and ended_at is null`,
    );
    return row?.first == null ? undefined : Number(row.first);
  }

  claimable(limit: number, now: number): readonly Row[] {
    return this.#select(
      'ended_at is null and (lease is null or due_at <= :now) order by due_at limit :limit',
      { now, limit },
    );
  }

  expired(limit: number, now: number): readonly Row[] {
    return this.#select(
      'ended_at is null and due_at <= :now and deadline_at <= :now order by due_at limit :limit',
      { now, limit },
    );
  }

  deleteEnded(before: number, limit: number): number {
    const { name, id } = this.#table;
    return this.#run(
      `delete from ${name} where account = :account and ${id} in
        (select ${id} from ${name} where account = :account and ended_at < :before limit :limit)`,
      { before, limit },
    );
  }

  figures(now: number): LaneFigures {
    const [row] = this.#all(
      `select
          count(*) as open,
          coalesce(sum(due_at <= :now), 0) as due,
          coalesce(sum(lease is not null and due_at > :now), 0) as claimed,
          coalesce(max(:now - min(due_at), 0), 0) as late_ms
        from ${this.#table.name} where account = :account and ended_at is null`,
      { now },
    );
    return {
      open: Number(row!.open),
      due: Number(row!.due),
      claimed: Number(row!.claimed),
      lateMs: Number(row!.lateMs),
    };
  }

  #select(condition: string, values: SqlRow = {}): readonly Row[] {
    const { name, fromValues } = this.#table;
    return this.#all(`select * from ${name} where account = :account and ${condition}`, values).map(
      fromValues,
    );
  }

  #all(sql: string, values: SqlRow = {}): readonly SqlRow[] {
    return this.#database.all(sql, { account: this.#account, ...values });
  }

  #run(sql: string, values: SqlRow): number {
    return this.#database.run(sql, { account: this.#account, ...values });
  }
}
