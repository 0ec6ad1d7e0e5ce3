import type { ObservedJob } from '../../../policy/polling/polling-strategy.js';
import { fromJson, toJson } from '../json.js';
import type { ObservedPage } from '../observed-page.js';
import { OBSERVED_KEPT, type ObservedRows } from '../rows/account-rows.js';
import type { Database } from './database.js';

/** What was learned about the durations of an account's jobs. The cursor is the id of the last row that was read. */
export class SqliteObserved implements ObservedRows {
  readonly #database: Database;
  readonly #account: string;

  constructor(database: Database, account: string) {
    this.#database = database;
    this.#account = account;
  }

  add(job: ObservedJob): void {
    const account = this.#account;
    this.#database.run('insert into observed (account, job) values (:account, :job)', {
      account,
      job: toJson(job),
    });
    this.#database.run(
      `delete from observed where account = :account and id <=
        (select id from observed where account = :account order by id desc limit 1 offset ${OBSERVED_KEPT})`,
      { account },
    );
  }

  read(cursor = '0'): ObservedPage {
    const rows = this.#database.all(
      'select id, job from observed where account = :account and id > :cursor order by id',
      { account: this.#account, cursor: Number(cursor) },
    );
    return { jobs: rows.map(({ job }) => fromJson(job)!), cursor: String(rows.at(-1)?.id ?? cursor) };
  }
}
