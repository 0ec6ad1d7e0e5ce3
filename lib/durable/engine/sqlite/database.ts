/** A value in a row. */
export type SqlValue = null | number | string;
/** A row, by the names of its columns. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

interface Statement {
  all(...values: SqlValue[]): unknown[];
  run(...values: SqlValue[]): { readonly changes: number | bigint };
}

interface DatabaseSync {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface MaybeNode {
  readonly process?: { readonly version?: string; getBuiltinModule?(name: string): unknown };
}

/** A file of SQLite, opened by Node's own module. */
export class Database {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement>();

  /** @throws Error where this platform has no `node:sqlite`. */
  constructor(file: string) {
    const { process } = globalThis as MaybeNode;
    const sqlite = process?.getBuiltinModule?.('node:sqlite') as
      { readonly DatabaseSync: new (file: string) => DatabaseSync } | undefined;
    if (sqlite === undefined) {
      throw new Error(
        `Cannot open ${file}: \`sqliteEngine\` needs Node 22.13 or later, this is ${process?.version ?? 'no Node'}`,
      );
    }
    this.#database = new sqlite.DatabaseSync(file);
    // Other processes may write at the same time: they wait for each other, from the first statement on.
    this.#database.exec('pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full');
  }

  /** Runs statements that return nothing. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** All rows of a query. */
  all(sql: string, ...values: SqlValue[]): readonly SqlRow[] {
    return this.#statement(sql).all(...values) as SqlRow[];
  }

  /** Runs a statement; returns how many rows it has changed. */
  run(sql: string, ...values: SqlValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  /** Runs `work` in a transaction that no other process writes in: all of it happens, or nothing. */
  transaction<T>(work: () => T): T {
    this.#database.exec('begin immediate');
    try {
      const result = work();
      this.#database.exec('commit');
      return result;
    } catch (thrown) {
      this.#database.exec('rollback');
      throw thrown;
    }
  }

  close(): void {
    this.#database.close();
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
