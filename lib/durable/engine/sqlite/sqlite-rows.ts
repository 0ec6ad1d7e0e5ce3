import { snakeCase } from '../../../model/snake-case.js';
import type { Lease } from '../claims.js';
import type { LaneFigures, LaneRows } from '../rows/account-rows.js';
import type { AccountDatabase } from './account-database.js';
import type { SqlRow } from './database.js';

/** A table, and how a row becomes the values of its columns and back. */
export interface Table<Row, Values extends SqlRow = SqlRow> {
  readonly name: string;
  /** The column that names a row within its account. */
  readonly id: string;
  readonly toValues: (row: Row) => Values;
  readonly fromValues: (values: Values) => Row;
}

/** The rows of a lane, in a table of SQLite. */
export class SqliteRows<Row, Values extends SqlRow> implements LaneRows<Row> {
  readonly #database: AccountDatabase;
  readonly #table: Table<Row, Values>;
  #insert: string | undefined;

  constructor(database: AccountDatabase, table: Table<Row, Values>) {
    this.#database = database;
    this.#table = table;
  }

  get(id: string): Row | undefined {
    return this.#select(`${this.#table.id} = :id`, { id })[0];
  }

  put(row: Row): void {
    const values = this.#table.toValues(row);
    this.#insert ??= insertInto(this.#table, Object.keys(values));
    this.#database.run(this.#insert, values);
  }

  claim(ids: readonly string[], { lease, until }: Lease): void {
    const { name, id } = this.#table;
    this.#database.run(
      `update ${name} set lease = :lease, due_at = :until
        where account = :account and ${id} in (select value from json_each(:ids))`,
      { ids: JSON.stringify(ids), lease, until },
    );
  }

  delete(id: string): void {
    const { name, id: column } = this.#table;
    this.#database.run(`delete from ${name} where account = :account and ${column} = :id`, { id });
  }

  open(): readonly Row[] {
    return this.#select('ended_at is null');
  }

  get firstDueAt(): number | undefined {
    const [row] = this.#database.all(
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
    return this.#database.run(
      `delete from ${name} where account = :account and ${id} in
        (select ${id} from ${name} where account = :account and ended_at < :before limit :limit)`,
      { before, limit },
    );
  }

  figures(now: number): LaneFigures {
    const [row] = this.#database.all(
      `select
          count(*) as open,
          coalesce(sum(due_at <= :now), 0) as due,
          coalesce(sum(lease is not null and due_at > :now), 0) as claimed,
          coalesce(max(:now - min(due_at), 0), 0) as late_ms
        from ${this.#table.name} where account = :account and ended_at is null`,
      { now },
    );
    return row as unknown as LaneFigures;
  }

  #select(condition: string, values?: SqlRow): readonly Row[] {
    const { name, fromValues } = this.#table;
    const rows = this.#database.all(
      `select * from ${name} where account = :account and ${condition}`,
      values,
    );
    return rows.map(row => fromValues(row as Values));
  }
}

/** Adds or replaces a row; only the indexes of what has changed are written. */
function insertInto(
  { name, id }: { readonly name: string; readonly id: string },
  fields: readonly string[],
): string {
  const columns = fields.map(snakeCase);
  const others = columns.filter(column => column !== id);
  return `insert into ${name} (account, ${columns.join(', ')}) values (:account, :${fields.join(', :')})
    on conflict (account, ${id}) do update set ${others.map(column => `${column} = excluded.${column}`).join(', ')}`;
}
