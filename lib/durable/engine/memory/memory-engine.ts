// An engine in memory, for tests. `memory-engine` gives every account its own `memory-account`; that keeps `memory-watches` and `memory-creates`, of rows of
// their own (`watch-row`, `create-row`), which share nothing but the gate. What is stored goes through columns and JSON, as in a database.
import { asyncScheduler, Observable, observeOn, startWith, Subject, type SchedulerLike } from 'rxjs';
import { checkOptions, having } from '../../../model/checks.js';
import type { JobId } from '../../../model/job.js';
import type { CircuitState } from '../../../policy/circuit/circuit.js';
import { steadyClock, type Clock } from '../../../stream/time/clock.js';
import type { ClaimTerms, SilenceReport } from '../claims.js';
import type { CreateSettlement, NewCreate } from '../creates.js';
import type { DurableEngine, Hint } from '../engine.js';
import type { NewWatch, SeenWatch, Settlement } from '../watches.js';
import { MemoryAccount } from './memory-account.js';

/** Options of `memoryEngine`. */
export interface MemoryEngineOptions {
  /**
   * The clock, and what answers are delivered by.
   * @default asyncScheduler, which `marbles` makes virtual
   */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * An engine that lives as long as the process: for tests of programs that use durable watches. In `marbles` its time is virtual.
 *
 * @throws RangeError or TypeError naming the option, its bound and the value.
 * @example
 * const engine = memoryEngine();
 * const worker = new DurableWorker({ engine, transport }).start();
 * const client = durableClient({ engine });
 */
export function memoryEngine(options: MemoryEngineOptions = {}): DurableEngine {
  checkOptions('make an engine', options, { scheduler: having('now', 'schedule') });
  return new MemoryEngine(options.scheduler ?? asyncScheduler);
}

interface Entry {
  readonly account: MemoryAccount;
  readonly hintSubject: Subject<Hint>;
}

class MemoryEngine implements DurableEngine {
  readonly #scheduler: SchedulerLike;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.#clock = steadyClock(scheduler);
  }

  hint$(account: string): Observable<Hint> {
    return this.#entryOf(account).hintSubject.pipe(
      startWith<Hint>({ type: 'all' }),
      observeOn(this.#scheduler),
    );
  }

  addWatches(account: string, watches: readonly NewWatch[]) {
    return this.#answer(account, (of, now) => of.watches.add(watches, now));
  }

  readWatches(account: string, seen: readonly SeenWatch[]) {
    return this.#answer(account, of => of.watches.read(seen));
  }

  wake(account: string, jobIds?: readonly JobId[]) {
    return this.#answer(account, (of, now) => of.watches.wake(jobIds, now));
  }

  forget(account: string, jobIds: readonly JobId[]) {
    return this.#answer(account, of => of.watches.forget(jobIds));
  }

  addCreates(account: string, creates: readonly NewCreate[]) {
    return this.#answer(account, (of, now) => of.creates.add(creates, now));
  }

  readCreates(account: string, keys: readonly string[]) {
    return this.#answer(account, of => of.creates.read(keys));
  }

  claimWatches(account: string, limit: number, terms: ClaimTerms) {
    return this.#answer(account, (of, now) => of.claimWatches(limit, terms, now));
  }

  settleWatches(account: string, lease: string, settlements: readonly Settlement[], silence?: SilenceReport) {
    return this.#answer(account, (of, now) => of.settleWatches(lease, settlements, silence, now));
  }

  claimCreate(account: string, terms: ClaimTerms) {
    return this.#answer(account, (of, now) => of.claimCreate(terms, now));
  }

  settleCreate(
    account: string,
    key: string,
    lease: string,
    settlement: CreateSettlement,
    silence?: SilenceReport,
  ) {
    return this.#answer(account, (of, now) => of.settleCreate(key, lease, settlement, silence, now));
  }

  swapCircuit(account: string, version: number, next: CircuitState) {
    return this.#answer(account, of => of.swapCircuit(version, next));
  }

  readObserved(account: string, cursor?: string) {
    return this.#answer(account, of => of.observed.read(cursor));
  }

  stats(account: string) {
    return this.#answer(account, (of, now) => of.stats(now));
  }

  clean(account: string, olderThanMs: number, limit: number) {
    return this.#answer(account, (of, now) => of.clean(now - olderThanMs, limit));
  }

  /** All happens on subscription, at one instant; the answer comes later, as a database's does. */
  #answer<T>(account: string, work: (of: MemoryAccount, now: number) => T): Observable<T> {
    return new Observable(subscriber => {
      const value = work(this.#entryOf(account).account, this.#clock.now());
      return this.#scheduler.schedule(() => {
        subscriber.next(value);
        subscriber.complete();
      });
    });
  }

  #entryOf(account: string): Entry {
    let entry = this.#entries.get(account);
    if (entry === undefined) {
      const hintSubject = new Subject<Hint>();
      entry = { account: new MemoryAccount(hint => hintSubject.next(hint)), hintSubject };
      this.#entries.set(account, entry);
    }
    return entry;
  }
}
