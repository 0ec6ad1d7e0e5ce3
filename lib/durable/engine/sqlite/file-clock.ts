import type { Clock } from '../../../stream/time/clock.js';
import type { Database } from './database.js';

/**
 * The time of a file, in epoch ms: that of the process that is furthest ahead. All processes agree on it, and it never goes back, even if the system clock was set between their starts.
 * Otherwise, a process that is ahead would take what others have claimed, and those behind would wait for its time.
 */
export class FileClock {
  readonly #database: Database;
  readonly #clock: Clock;
  #behindMs = 0;

  /** @param clock The time of this process. */
  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Runs the work of a transaction, and stores its time if it has written something: a read must not wake other processes. */
  during<T>(work: (now: number) => T): T {
    const now = this.#now();
    const changes = this.#database.changes;
    const result = work(now);
    if (this.#database.changes > changes) {
      this.#database.run('insert or replace into clock (id, at) values (1, :now)', { now });
    }
    return result;
  }

  #now(): number {
    const [row] = this.#database.all('select at from clock');
    const own = this.#clock.now() + this.#behindMs;
    const latest = Math.max(own, Number(row?.at ?? own));
    this.#behindMs += latest - own;
    return latest;
  }
}
