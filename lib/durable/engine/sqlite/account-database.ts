import type { Database, SqlRow, SqlValue } from './database.js';

/** Runs statements about one account, the parameter `:account`. Columns have names like `due_at`; what is passed and returned has fields like `dueAt`. */
export class AccountDatabase {
  readonly #database: Database;
  readonly #account: string;

  constructor(database: Database, account: string) {
    this.#database = database;
    this.#account = account;
  }

  /** All rows of a query. */
  all(sql: string, values?: SqlRow): readonly SqlRow[] {
    return this.#database.all(sql, { account: this.#account, ...values }).map(withFields);
  }

  /** Runs a statement; returns how many rows it has changed. */
  run(sql: string, values?: SqlRow): number {
    return this.#database.run(sql, { account: this.#account, ...values });
  }
}

/** The fields of columns that were read before. */
const fields = new Map<string, string>();

function fieldOf(column: string): string {
  let field = fields.get(column);
  if (field === undefined) {
    field = column.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    fields.set(column, field);
  }
  return field;
}

function withFields(columns: SqlRow): SqlRow {
  const row: Record<string, SqlValue> = {};
  for (const column in columns) row[fieldOf(column)] = columns[column]!;
  return row;
}
