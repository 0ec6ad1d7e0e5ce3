import { defer, firstValueFrom, from, timeout, type Observable } from 'rxjs';
import { checkName } from '../../storable.js';
import type { Database } from './database.js';
import { migrate } from './migrate.js';
import { isMissing, isRefused, refusal } from './refusal.js';
import { STATEMENTS } from './sql.js';

type Rows = readonly unknown[];

/** How long the migrations may take, in ms; a process also waits for those of another. */
const MIGRATION_TIMEOUT_MS = 30_000;

/** Runs the statements of `statements/`, after the migrations. */
export class StatementRunner {
  readonly #database: Database;
  #migrated: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Runs one statement, and so one transaction, with the account as its first parameter. *Errors* with a `RequestError` if the database would never accept the parameters.
   */
  run(statement: keyof typeof STATEMENTS, account: string, parameters: () => unknown[]): Observable<Rows> {
    return defer(() => from(this.#query(STATEMENTS[statement], valuesOf(account, parameters))));
  }

  /** Runs the migrations: once, and again if they failed or got no response, since a connection can be lost without an error; or if the schema has been dropped. */
  ready(): Promise<void> {
    this.#migrated ??= firstValueFrom(
      defer(() => from(migrate(this.#database))).pipe(timeout(MIGRATION_TIMEOUT_MS)),
    ).catch((error: unknown) => {
      this.#migrated = undefined;
      throw error;
    });
    return this.#migrated;
  }

  async #query(text: string, values: unknown[]): Promise<Rows> {
    try {
      await this.ready();
      return (await this.#database.query(text, values)).rows;
    } catch (thrown) {
      if (isMissing(thrown)) this.#migrated = undefined;
      throw isRefused(thrown) ? refusal(thrown) : thrown;
    }
  }
}

function valuesOf(account: string, parameters: () => unknown[]): unknown[] {
  try {
    return [checkName('use an account', 'account', account), ...parameters()];
  } catch (thrown) {
    throw refusal(thrown);
  }
}
