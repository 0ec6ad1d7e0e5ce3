import type { CreateRow } from '../../policy/engine/create-row.js';
import { openGate, type AccountGate } from '../../policy/engine/gate.js';
import type { WatchRow } from '../../policy/engine/watch-row.js';
import { fromJson } from '../json.js';
import type { AccountRows, LaneRows } from '../rows/account-rows.js';
import type { AccountDatabase } from './account-database.js';
import { CREATION } from './creation-table.js';
import { SqliteObserved } from './sqlite-observed.js';
import { SqliteRows } from './sqlite-rows.js';
import { WATCH } from './watch-table.js';

/** The rows of one account, in the tables of `schema`. */
export class SqliteAccount implements AccountRows {
  readonly watches: LaneRows<WatchRow>;
  readonly creates: LaneRows<CreateRow>;
  readonly observed: SqliteObserved;
  readonly #database: AccountDatabase;

  constructor(database: AccountDatabase) {
    this.#database = database;
    this.watches = new SqliteRows(database, WATCH);
    this.creates = new SqliteRows(database, CREATION);
    this.observed = new SqliteObserved(database);
  }

  get gate(): AccountGate {
    const [row] = this.#database.all('select gate from gate where account = :account');
    return fromJson<AccountGate>(row?.gate) ?? openGate;
  }

  set gate(gate: AccountGate) {
    this.#database.run(
      `insert into gate (account, gate, leases) values (:account, :gate, 0)
        on conflict (account) do update set gate = excluded.gate`,
      { gate: JSON.stringify(gate) },
    );
  }

  get forgottenVersion(): number {
    const [row] = this.#database.all('select version from forgotten where account = :account');
    return Number(row?.version ?? 0);
  }

  set forgottenVersion(version: number) {
    this.#database.run('insert or replace into forgotten (account, version) values (:account, :version)', {
      version,
    });
  }

  newLease(): string {
    const [row] = this.#database.all(
      `insert into gate (account, gate, leases) values (:account, :gate, 1)
        on conflict (account) do update set leases = leases + 1 returning leases`,
      { gate: JSON.stringify(openGate) },
    );
    return String(row!.leases);
  }
}
