import {
  asyncScheduler,
  defer,
  of,
  retry,
  throwError,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { aStringOf, checkOptions, checkRequired, having } from '../../../model/checks.js';
import type { DurableEngine } from '../engine.js';
import { rowEngine, type RowStore } from '../rows/row-engine.js';
import { AccountDatabase } from './account-database.js';
import { Database, isBusy } from './database.js';
import { SCHEMA } from './schema.js';
import { SqliteAccount } from './sqlite-account.js';
import { writtenByOthers } from './written-by-others.js';

/** Options of `sqliteEngine`. */
export interface SqliteEngineOptions {
  /** Path of the file. It is created where there is none, with two more beside it while it is used; all processes that share it must be on one machine. `':memory:'` is a database of this engine alone. */
  readonly file: string;
  /**
   * The clock, and what answers are delivered by.
   * @default asyncScheduler
   */
  readonly scheduler?: SchedulerLike | undefined;
}

/** An engine in a file. */
export interface SqliteEngine extends DurableEngine {
  /** Closes the file. Afterwards every call errors, and whoever waits for one gets a `RequestError`. */
  close(): void;
}

/** For how long, and how often, a transaction waits for another process: 10 s in all, beside the file's own time limit. */
const BUSY_PAUSE_MS = 50;
const BUSY_TRIES = 100;

/**
 * An engine in a file, by means of `node:sqlite`: for one machine, without a database server.
 *
 * @throws RangeError or TypeError naming the option, its bound and the value; an Error on a platform without `node:sqlite` (Node before 22.13), or if the file cannot be opened.
 * @example
 * const engine = sqliteEngine({ file: 'watches.db' });
 * const client = durableClient({ engine });
 * engine.close(); // at the end
 */
export function sqliteEngine(options: SqliteEngineOptions): SqliteEngine {
  checkOptions('open an engine', options, { file: aStringOf(1, 4096), scheduler: having('now', 'schedule') });
  checkRequired('open an engine', options, ['file']);
  const { file, scheduler = asyncScheduler } = options;
  const database = new Database(file, SCHEMA);
  /** While another process has the file, this one does other work. */
  function whileBusy(thrown: unknown, tries: number): Observable<unknown> {
    return isBusy(thrown) && tries <= BUSY_TRIES ? timer(BUSY_PAUSE_MS, scheduler) : throwError(() => thrown);
  }
  const store: RowStore = {
    transaction: (account, work) =>
      defer(() =>
        of(database.transaction(() => work(new SqliteAccount(new AccountDatabase(database, account))))),
      ).pipe(retry({ delay: whileBusy })),
    othersHint$: writtenByOthers(database, scheduler),
  };
  return { ...rowEngine(store, scheduler), close: () => database.close() };
}
