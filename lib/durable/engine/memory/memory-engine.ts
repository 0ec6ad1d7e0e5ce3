// The engine in memory, for tests: `memory-account` keeps the rows of an account (`memory-rows`, `memory-observed`). What is done with them is in `../rows`.
import { asyncScheduler, defer, NEVER, of, type SchedulerLike } from 'rxjs';
import { checkOptions, having } from '../../../model/checks.js';
import { steadyClock } from '../../../stream/time/clock.js';
import type { DurableEngine } from '../engine.js';
import { rowEngine, type RowStore } from '../rows/row-engine.js';
import { MemoryAccount } from './memory-account.js';

/** Options of `memoryEngine`. */
export interface MemoryEngineOptions {
  /**
   * The clock, and the scheduler that delivers results.
   * @default asyncScheduler, which `marbles` makes virtual
   */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * An engine that exists only in this process, for testing programs that use durable watches. In `marbles`, its time is virtual.
 *
 * @throws RangeError or TypeError naming the option, its bound and the value.
 * @example
 * const engine = memoryEngine();
 * const worker = new DurableWorker({ engine, transport }).start();
 * const client = durableClient({ engine });
 */
export function memoryEngine(options: MemoryEngineOptions = {}): DurableEngine {
  checkOptions('create an engine', options, { scheduler: having('now', 'schedule') });
  const accounts = new Map<string, MemoryAccount>();
  function rowsOf(account: string): MemoryAccount {
    const rows = accounts.get(account) ?? new MemoryAccount();
    accounts.set(account, rows);
    return rows;
  }
  const { scheduler = asyncScheduler } = options;
  const clock = steadyClock(scheduler);
  const store: RowStore = {
    transaction: (account, work) => defer(() => of(work(rowsOf(account), clock.now()))),
    othersHint$: NEVER,
  };
  return rowEngine(store, scheduler);
}
