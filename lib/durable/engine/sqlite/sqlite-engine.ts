// An engine in a file, for all processes of one machine. `sqlite-engine` runs each call in one transaction of `database`; `sqlite-account` keeps the gate, and
// `sqlite-watches` and `sqlite-creates` a table each, whose rows `watch-row` and `create-row` read. What is decided is decided by the functions of `../../policy`, as in the engine in memory.
import {
  asyncScheduler,
  filter,
  map,
  merge,
  Observable,
  observeOn,
  retry,
  startWith,
  Subject,
  throwError,
  timer,
  type SchedulerLike,
} from 'rxjs';
import { aStringOf, checkOptions, checkRequired, having } from '../../../model/checks.js';
import { steadyClock, type Clock } from '../../../stream/time/clock.js';
import type { DurableEngine, Hint } from '../engine.js';
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
  return engineOf(new Database(file, SCHEMA), scheduler);
}

function engineOf(database: Database, scheduler: SchedulerLike): SqliteEngine {
  const clock: Clock = steadyClock(scheduler);
  const hintSubject = new Subject<{ readonly account: string; readonly hint: Hint }>();

  /** Other work of this process goes on in between. */
  function whileBusy(thrown: unknown, tries: number): Observable<unknown> {
    return isBusy(thrown) && tries <= BUSY_TRIES ? timer(BUSY_PAUSE_MS, scheduler) : throwError(() => thrown);
  }

  /** All happens on subscription, in one transaction; hints come once it is durable, and the answer later. */
  function answer<T>(
    account: string,
    work: (of: SqliteAccount, now: number) => T,
    hintsOf: (value: T) => readonly Hint[] = () => [],
  ): Observable<T> {
    return new Observable<T>(subscriber => {
      const value = database.transaction(() => work(new SqliteAccount(database, account), clock.now()));
      for (const hint of hintsOf(value)) hintSubject.next({ account, hint });
      return scheduler.schedule(() => {
        subscriber.next(value);
        subscriber.complete();
      });
    }).pipe(retry({ delay: whileBusy }));
  }

  return {
    hint$(account) {
      const own$ = hintSubject.pipe(
        filter(each => each.account === account),
        map(each => each.hint),
      );
      return merge(own$, writtenByOthers(database, scheduler)).pipe(
        startWith<Hint>({ type: 'all' }),
        observeOn(scheduler),
      );
    },
    addWatches(account, watches) {
      return answer(
        account,
        (of, now) => of.watches.add(watches, now),
        () => [DUE],
      );
    },
    readWatches(account, seen) {
      return answer(account, of => of.watches.read(seen));
    },
    wake(account, jobIds) {
      return answer(
        account,
        (of, now) => of.watches.wake(jobIds, now),
        () => [DUE],
      );
    },
    forget(account, jobIds) {
      return answer(
        account,
        of => of.watches.forget(jobIds),
        () => [{ type: 'watches', jobIds }],
      );
    },
    addCreates(account, creates) {
      return answer(
        account,
        (of, now) => of.creates.add(creates, now),
        () => [DUE],
      );
    },
    readCreates(account, keys) {
      return answer(account, of => of.creates.read(keys));
    },
    claimWatches(account, limit, terms) {
      return answer(account, (of, now) => of.claimWatches(limit, terms, now));
    },
    settleWatches(account, lease, settlements, silence) {
      const settled$ = answer(
        account,
        (of, now) => of.settleWatches(lease, settlements, silence, now),
        settled => {
          const jobIds = settled.filter(({ hasChanged }) => hasChanged).map(({ state }) => state.jobId);
          return jobIds.length === 0 ? [DUE] : [{ type: 'watches', jobIds }, DUE];
        },
      );
      return settled$.pipe(map(settled => settled.map(({ state }) => state.jobId)));
    },
    claimCreate(account, terms) {
      return answer(account, (of, now) => of.claimCreate(terms, now));
    },
    settleCreate(account, key, lease, settlement, silence) {
      return answer(
        account,
        (of, now) => of.settleCreate(key, lease, settlement, silence, now),
        isSettled =>
          isSettled && settlement.type !== 'again' ? [{ type: 'creates', keys: [key] }, DUE] : [DUE],
      );
    },
    swapCircuit(account, version, next) {
      return answer(account, of => of.swapCircuit(version, next));
    },
    readObserved(account, cursor) {
      return answer(account, of => of.readObserved(cursor));
    },
    stats(account) {
      return answer(account, (of, now) => of.stats(now));
    },
    clean(account, olderThanMs, limit) {
      return answer(account, (of, now) => of.clean(now - olderThanMs, limit));
    },
    close() {
      database.close();
    },
  } satisfies SqliteEngine;
}

const DUE: Hint = { type: 'due' };
