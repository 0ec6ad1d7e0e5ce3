import type { CreateRow } from '../../policy/engine/create-row.js';
import { openGate, type AccountGate } from '../../policy/engine/gate.js';
import type { WatchRow } from '../../policy/engine/watch-row.js';
import { fromJson } from '../json.js';
import type { AccountRows } from '../rows/account-rows.js';
import type { Database, SqlRow } from './database.js';
import { SqliteObserved } from './sqlite-observed.js';
import { SqliteRows } from './sqlite-rows.js';
import { CREATION, WATCH } from './table.js';

/** The rows of one account, in the tables of `schema`. */
export class SqliteAccount implements AccountRows {
  readonly watches: SqliteRows<WatchRow>;
  readonly creates: SqliteRows<CreateRow>;
  readonly observed: SqliteObserved;
  readonly #database: Database;
  readonly #account: string;

  constructor(database: Database, account: string) {
    this.#database = database;
    this.#account = account;
    this.watches = new SqliteRows(database, account, WATCH);
    this.creates = new SqliteRows(database, account, CREATION);
    this.observed = new SqliteObserved(database, account);
  }

  get gate(): AccountGate {
    const [row] = this.#all('select gate from gate where account = :account');
    return fromJson<AccountGate>(row?.gate) ?? openGate;
  }

  set gate(gate: AccountGate) {
    this.#all(
      `insert into gate (account, gate, leases) values (:account, :gate, 0)
        on conflict (account) do update set gate = excluded.gate`,
      { gate: JSON.stringify(gate) },
    );
  }

  get forgottenVersion(): number {
    const [row] = this.#all('select version from forgotten where account = :account');
    return Number(row?.version ?? 0);
  }

  set forgottenVersion(version: number) {
    this.#all('insert or replace into forgotten (account, version) values (:account, :version)', { version });
  }

  newLease(): string {
    const [row] = this.#all(
      `insert into gate (account, gate, leases) values (:account, :gate, 1)
        on conflict (account) do update set leases = leases + 1 returning leases`,
      { gate: JSON.stringify(openGate) },
    );
    return String(row!.leases);
  }

  #all(sql: string, values: SqlRow = {}): readonly SqlRow[] {
    return this.#database.all(sql, { account: this.#account, ...values });
  }
}
