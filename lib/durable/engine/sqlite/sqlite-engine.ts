// The engine on SQLite: `database` opens the file, `schema` has its tables, and `sqlite-account` keeps the rows of an account there (`sqlite-rows` with `watch-table` and `creation-table`,
// `sqlite-observed`). What is done with them is in `../rows`. `file-clock` is the time that all processes share, and `written-by-others` notices what they write.
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
import { steadyClock } from '../../../stream/time/clock.js';
import type { DurableEngine } from '../engine.js';
import { rowEngine, type RowStore } from '../rows/row-engine.js';
import { AccountDatabase } from './account-database.js';
import { Database, isBusy } from './database.js';
import { FileClock } from './file-clock.js';
import { SCHEMA, SCHEMA_VERSION } from './schema.js';
import { SqliteAccount } from './sqlite-account.js';
import { writtenByOthers } from './written-by-others.js';

/** Options of `sqliteEngine`. */
export interface SqliteEngineOptions {
  /** The path of the file, which is created if it does not exist. While it is in use, there are two more files beside it. All processes that share it must be on one machine. `':memory:'` is private to this engine. */
  readonly file: string;
  /**
   * The clock, and the scheduler that delivers results.
   * @default asyncScheduler
   */
  readonly scheduler?: SchedulerLike | undefined;
}

/** An engine in a file. */
export interface SqliteEngine extends DurableEngine {
  /** Closes the file. From then on, every call errors with a `RequestError`, including those in progress. */
  close(): void;
}

/** The pause before a transaction is tried again because of another process, in ms, and how often: together with the waits of `database`, 10 s. */
const BUSY_PAUSE_MS = 50;
const BUSY_TRIES = 100;

/**
 * An engine in a SQLite file, based on `node:sqlite`: for processes on one machine, without a database server.
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
  const database = new Database(file, SCHEMA, SCHEMA_VERSION);
  const clock = new FileClock(database, steadyClock(scheduler));
  /** While another process locks the file, this one does other work. */
  function whileBusy(thrown: unknown, tries: number): Observable<unknown> {
    return isBusy(thrown) && tries <= BUSY_TRIES ? timer(BUSY_PAUSE_MS, scheduler) : throwError(() => thrown);
  }
  const store: RowStore = {
    transaction: (account, work, mode) =>
      defer(() =>
        of(
          database.transaction(
            () => clock.during(now => work(new SqliteAccount(new AccountDatabase(database, account)), now)),
            mode,
          ),
        ),
      ).pipe(retry({ delay: whileBusy })),
    othersHint$: writtenByOthers(database, scheduler),
  };
  return { ...rowEngine(store, scheduler), close: () => database.close() };
}
