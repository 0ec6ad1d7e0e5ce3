// An engine that decides in JavaScript, over rows that are read and written one by one: what the engines in memory and on SQLite share.
// A call goes: `row-engine` -> a transaction of the store -> `account` -> `account-watches`, `account-creates` (claims through `claim-lane`) -> the pure functions of
// `../../policy/engine` -> the store's `account-rows`.
import {
  filter,
  map,
  merge,
  observeOn,
  startWith,
  Subject,
  tap,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { refuseUnstorable } from '../../storable.js';
import type { DurableEngine } from '../engine.js';
import type { CreateSettlement } from '../creates.js';
import type { Hint } from '../hint.js';
import type { Settlement } from '../watches.js';
import type { AccountRows } from './account-rows.js';
import { Account } from './account.js';

/** What a transaction may do. One that only reads must not wait for others, nor make them wait: many clients read often. */
export type TransactionMode = 'read' | 'write';

/** Where the rows are. */
export interface RowStore {
  /**
   * Runs `work` on the rows of an account, in a transaction: all of it happens, or nothing. `now` is the store's time, in epoch ms: it never goes back.
   *
   * *Emits* what `work` returns and *completes*. *Errors* if it throws, or if the store cannot be reached.
   */
  transaction<T>(
    account: string,
    work: (rows: AccountRows, now: number) => T,
    mode: TransactionMode,
  ): Observable<T>;
  /** *Emits* a hint after another process has written. Never *completes* or *errors*. */
  readonly othersHint$: Observable<Hint>;
}

const ALL: Hint = { type: 'all' };
const DUE: Hint = { type: 'due' };
const dueHint = (): readonly Hint[] => [DUE];

/** Makes an engine over a store. @param scheduler Delivers its results. */
export function rowEngine(store: RowStore, scheduler: SchedulerLike): DurableEngine {
  const hintSubject = new Subject<{ readonly account: string; readonly hint: Hint }>();

  /** Hints are given once all is stored; the result comes later, as from a database. */
  function run<T>(
    account: string,
    work: (rows: Account, now: number) => T,
    hintsOf: (value: T) => readonly Hint[] = () => [],
    mode: TransactionMode = 'write',
  ): Observable<T> {
    const inTransaction = (rows: AccountRows, now: number): T => {
      refuseUnstorable('use an account', 'account', [account]);
      return work(new Account(rows), now);
    };
    const value$ = store.transaction(account, inTransaction, mode);
    return value$.pipe(
      tap(value => hintsOf(value).forEach(hint => hintSubject.next({ account, hint }))),
      observeOn(scheduler),
    );
  }

  function read<T>(account: string, work: (rows: Account, now: number) => T): Observable<T> {
    return run(account, work, undefined, 'read');
  }

  const engine: DurableEngine = {
    hint$: account => {
      const own$ = hintSubject.pipe(
        filter(each => each.account === account),
        map(each => each.hint),
      );
      return merge(own$, store.othersHint$).pipe(startWith(ALL), observeOn(scheduler));
    },
    addWatches: (account, watches, service) =>
      run(account, (rows, now) => rows.addFor(service, () => rows.watches.add(watches, now)), dueHint),
    readWatches: (account, seen) => read(account, rows => rows.watches.read(seen)),
    wake: (account, jobIds) => run(account, (rows, now) => rows.watches.wake(jobIds, now), dueHint),
    forget: (account, jobIds) =>
      run(
        account,
        rows => rows.watches.forget(jobIds),
        () => [{ type: 'watches', jobIds }],
      ),
    addCreates: (account, creates, service) =>
      run(account, (rows, now) => rows.addFor(service, () => rows.creates.add(creates, now)), dueHint),
    readCreates: (account, keys) => read(account, rows => rows.creates.read(keys)),
    claimWatches: (account, limit, terms) =>
      run(account, (rows, now) => rows.claimWatches(limit, terms, now)),
    settleWatches: (account, lease, settlements, silence) =>
      run(account, (rows, now) => rows.settleWatches(lease, settlements, silence, now), changesOf).pipe(
        map(settled => idsOf(settled.filter(({ goesOn }) => goesOn === undefined))),
      ),
    claimCreate: (account, terms) => run(account, (rows, now) => rows.claimCreate(terms, now)),
    settleCreate: (account, key, lease, settlement, silence) =>
      run(
        account,
        (rows, now) => rows.settleCreate(key, lease, settlement, silence, now),
        isHeld => (isHeld && changesStatus(settlement) ? [{ type: 'creates', keys: [key] }, DUE] : [DUE]),
      ),
    swapCircuit: (account, version, next) => run(account, rows => rows.swapCircuit(version, next)),
    readObserved: (account, cursor) => read(account, rows => rows.readObserved(cursor)),
    stats: account => read(account, (rows, now) => rows.stats(now)),
    clean: (account, olderThanMs, limit) => run(account, (rows, now) => rows.clean(now - olderThanMs, limit)),
  };
  return engine;
}

/** The hints after watches were settled. */
function changesOf(settled: readonly Settlement[]): readonly Hint[] {
  const changed = settled.filter(({ hasChanged }) => hasChanged);
  return changed.length === 0 ? [DUE] : [{ type: 'watches', jobIds: idsOf(changed) }, DUE];
}

/** Whether clients see another status of the create. */
const changesStatus = (settlement: CreateSettlement): boolean =>
  settlement.type !== 'again' || settlement.known !== undefined;

const idsOf = (settlements: readonly Settlement[]) => settlements.map(({ state }) => state.jobId);
