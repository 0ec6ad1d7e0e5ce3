import { RequestError } from '../../../model/errors.js';
import { isSameFile, type FileSystem } from './is-same-file.js';

/** A value in a row. */
export type SqlValue = null | number | string;
/** A row by the names of its columns, or parameters by their names. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

interface Statement {
  all(values: SqlRow): unknown[];
  run(values: SqlRow): { readonly changes: number | bigint };
}

interface DatabaseSync {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface MaybeNode {
  readonly process?: { readonly version?: string; getBuiltinModule?(name: string): unknown };
}

/** How long opening the file waits for other processes, in ms. */
const OPEN_TIMEOUT_MS = 10_000;
/** How long a transaction waits for other processes, in ms. That blocks this process, so it is short, and the call is then repeated (`isBusy`). */
const BUSY_TIMEOUT_MS = 50;

/** SQLite's code for a file that another process is writing to. */
const SQLITE_BUSY = 5;

/** Did another process lock the file for too long? Then try again. */
export const isBusy = (thrown: unknown): boolean =>
  (thrown as { readonly errcode?: unknown } | null)?.errcode === SQLITE_BUSY;

/** A SQLite file, opened with Node's own module. */
export class Database {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement>();
  readonly #file: string;
  readonly #isSameFile: () => boolean;
  #isOpen = true;
  #changes = 0;

  /**
   * @param schema Creates the tables.
   * @param version The version of the tables. A file with another one belongs to another program, or to another version of this one.
   * @throws Error if this platform has no `node:sqlite`, or the file cannot be opened.
   */
  constructor(file: string, schema: string, version: number) {
    const { process } = globalThis as MaybeNode;
    const sqlite = process?.getBuiltinModule?.('node:sqlite') as
      { readonly DatabaseSync: new (file: string) => DatabaseSync } | undefined;
    if (sqlite === undefined) {
      throw new Error(
        `Cannot open ${file}: \`sqliteEngine\` needs Node 22.13 or later, this is ${process?.version ?? 'not Node'}`,
      );
    }
    let database: DatabaseSync | undefined;
    try {
      this.#database = database = new sqlite.DatabaseSync(file);
      this.#file = file;
      this.#isSameFile = isSameFile(process?.getBuiltinModule?.('node:fs') as FileSystem, file);
      // First of all, since other processes may open it at the same time.
      database.exec(`pragma busy_timeout = ${OPEN_TIMEOUT_MS}`);
      // The journal mode is a property of the file: that of another program's is left as it is.
      this.#checkVersion(version);
      database.exec('pragma journal_mode = wal; pragma synchronous = full');
      this.transaction(() => this.#createTables(schema, version));
      database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
    } catch (thrown) {
      database?.close();
      throw new Error(`Cannot open ${file}: ${(thrown as Error).message}`, { cause: thrown });
    }
  }

  #createTables(schema: string, version: number): void {
    this.#checkVersion(version);
    this.#database.exec(`${schema}; pragma user_version = ${version}`);
  }

  #checkVersion(version: number): void {
    const found = this.all('pragma user_version')[0]?.user_version;
    if (found !== 0 && found !== version) {
      throw new Error(`its tables have version ${found}, and this version of heygen-rx needs ${version}`);
    }
  }

  /** How many rows have been changed so far. */
  get changes(): number {
    return this.#changes;
  }

  /** All rows of a query. */
  all(sql: string, values: SqlRow = {}): readonly SqlRow[] {
    return this.#statement(sql).all(values) as SqlRow[];
  }

  /** Runs a statement; returns how many rows it has changed. */
  run(sql: string, values: SqlRow): number {
    const changes = Number(this.#statement(sql).run(values).changes);
    this.#changes += changes;
    return changes;
  }

  /** Runs `work` in a transaction: all of it happens, or nothing. It is the only one that writes, or it only reads, beside any that writes. */
  transaction<T>(work: () => T, mode: 'read' | 'write' = 'write'): T {
    this.checkUsable();
    this.#database.exec(mode === 'read' ? 'begin' : 'begin immediate');
    try {
      const result = work();
      this.#database.exec('commit');
      return result;
    } catch (thrown) {
      this.#rollBack();
      throw thrown;
    }
  }

  /** @throws RequestError if the file was closed, deleted or replaced. */
  checkUsable(): void {
    if (!this.#isOpen) throw new RequestError('The engine was closed');
    if (this.#isSameFile()) return;
    const message = `The file ${this.#file} was deleted or replaced while it was in use: open it again`;
    throw new RequestError(message, { code: 'unusable_database' });
  }

  /** Closes the file. Afterwards everything throws. */
  close(): void {
    if (this.#isOpen) this.#database.close();
    this.#isOpen = false;
  }

  /** Rolls back; after some errors, such as a full disk, SQLite has done so itself. */
  #rollBack(): void {
    try {
      this.#database.exec('rollback');
    } catch {
      // The first error is the one to throw.
    }
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
