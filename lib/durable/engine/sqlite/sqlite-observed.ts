import type { ObservedJob } from '../../../policy/polling/polling-strategy.js';
import { fromJson, toJson } from '../json.js';
import type { ObservedPage } from '../observed-page.js';
import { OBSERVED_KEPT } from '../../policy/limits.js';
import type { ObservedRows } from '../rows/account-rows.js';
import type { AccountDatabase } from './account-database.js';

/** What was learned about the durations of an account's jobs. The cursor is the id of the last row that was read. */
export class SqliteObserved implements ObservedRows {
  readonly #database: AccountDatabase;

  constructor(database: AccountDatabase) {
    this.#database = database;
  }

  add(job: ObservedJob): void {
    this.#database.run('insert into observed (account, job) values (:account, :job)', { job: toJson(job) });
    this.#database.run(
      `delete from observed where account = :account and id <=
        (select id from observed where account = :account order by id desc limit 1 offset ${OBSERVED_KEPT})`,
    );
  }

  read(cursor = '0'): ObservedPage {
    const rows = this.#database.all(
      'select id, job from observed where account = :account and id > :cursor order by id',
      { cursor: Number(cursor) },
    );
    return { jobs: rows.map(({ job }) => fromJson(job)!), cursor: String(rows.at(-1)?.id ?? cursor) };
  }
}
