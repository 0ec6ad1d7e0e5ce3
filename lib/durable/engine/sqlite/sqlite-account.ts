import type { CircuitState } from '../../../policy/circuit/circuit.js';
import type { ObservedJob } from '../../../policy/polling/polling-strategy.js';
import { afterSilenceReport, openGate, swapped, type AccountGate } from '../../policy/engine/gate.js';
import { claimLane, type Claimable } from '../claim-lane.js';
import type { Claim, ClaimTerms, Lane, SilenceReport, StoredCircuit } from '../claims.js';
import type { ClaimedCreate, CreateSettlement } from '../creates.js';
import type { EngineStats, ObservedPage } from '../engine.js';
import { fromJson, toJson } from '../json.js';
import type { ClaimedWatch, Settlement } from '../watches.js';
import type { Database } from './database.js';
import { SqliteCreates } from './sqlite-creates.js';
import { SqliteWatches } from './sqlite-watches.js';

/** As many as a schedule remembers (`TrainingData`). */
const KEPT = 256;

/** All that one account has, in tables. Every method runs inside a transaction. */
export class SqliteAccount {
  readonly watches: SqliteWatches;
  readonly creates: SqliteCreates;
  readonly #database: Database;
  readonly #account: string;

  constructor(database: Database, account: string) {
    this.#database = database;
    this.#account = account;
    this.watches = new SqliteWatches(database, account);
    this.creates = new SqliteCreates(database, account, this.watches);
  }

  claimWatches(limit: number, terms: ClaimTerms, now: number): Claim<readonly ClaimedWatch[]> {
    return this.#claim('poll', this.watches, limit, terms, now);
  }

  claimCreate(terms: ClaimTerms, now: number): Claim<ClaimedCreate> {
    return this.#claim('create', this.creates, 1, terms, now);
  }

  settleWatches(
    lease: string,
    settlements: readonly Settlement[],
    silence: SilenceReport | undefined,
    now: number,
  ): readonly Settlement[] {
    this.#noteSilence('poll', lease, silence, now);
    const settled = this.watches.settle(lease, settlements, now);
    for (const { observed } of settled) if (observed !== undefined) this.#observe(observed);
    return settled;
  }

  settleCreate(
    key: string,
    lease: string,
    settlement: CreateSettlement,
    silence: SilenceReport | undefined,
    now: number,
  ): boolean {
    this.#noteSilence('create', lease, silence, now);
    return this.creates.settle(key, lease, settlement, now);
  }

  swapCircuit(version: number, next: CircuitState): StoredCircuit {
    const gate = this.#gate;
    const circuit = swapped(gate.circuit, version, next);
    this.#gate = { ...gate, circuit };
    return circuit;
  }

  readObserved(cursor: string | undefined): ObservedPage {
    const rows = this.#database.all(
      `select id, job from (select id, job from observed where account = ? and id > ? order by id desc limit ${KEPT}) order by id`,
      this.#account,
      Number(cursor ?? 0),
    );
    const last = rows.at(-1);
    return {
      jobs: rows.map(row => fromJson<ObservedJob>(row.job)!),
      cursor: last === undefined ? (cursor ?? '0') : String(last.id),
    };
  }

  stats(now: number): EngineStats {
    const { silences, circuit } = this.#gate;
    const silentMs = (lane: Lane): number => Math.max(0, silences[lane].askedUntil - now);
    return {
      watches: { ...this.watches.stats(now), silentMs: silentMs('poll') },
      creates: { ...this.creates.stats(now), silentMs: silentMs('create') },
      circuit,
    };
  }

  clean(before: number, limit: number): number {
    this.#database.run(
      `delete from observed where account = ? and id <=
        (select id from observed where account = ? order by id desc limit 1 offset ${KEPT})`,
      this.#account,
      this.#account,
    );
    return this.watches.clean(before, limit) + this.creates.clean(before, limit);
  }

  #claim<T>(lane: Lane, claimable: Claimable<T>, limit: number, terms: ClaimTerms, now: number): Claim<T> {
    const before = this.#gate;
    const newLease = (): string => this.#newLease();
    const { claim, gate } = claimLane(before, { lane, claimable, limit, terms, now, newLease });
    if (gate !== before) this.#gate = gate;
    return claim;
  }

  get #gate(): AccountGate {
    const [row] = this.#database.all('select gate from gate where account = ?', this.#account);
    return row === undefined ? openGate : fromJson<AccountGate>(row.gate)!;
  }

  set #gate(gate: AccountGate) {
    this.#database.run(
      `insert into gate (account, gate, leases) values (?, ?, 0) on conflict (account) do update set gate = excluded.gate`,
      this.#account,
      JSON.stringify(gate),
    );
  }

  #newLease(): string {
    const [row] = this.#database.all(
      `insert into gate (account, gate, leases) values (?, ?, 1)
        on conflict (account) do update set leases = leases + 1 returning leases`,
      this.#account,
      JSON.stringify(openGate),
    );
    return String(row!.leases);
  }

  #noteSilence(lane: Lane, lease: string, report: SilenceReport | undefined, now: number): void {
    const gate = this.#gate;
    const silence = afterSilenceReport(gate.silences[lane], lease, report, now);
    if (silence !== gate.silences[lane])
      this.#gate = { ...gate, silences: { ...gate.silences, [lane]: silence } };
  }

  #observe(job: ObservedJob): void {
    this.#database.run('insert into observed (account, job) values (?, ?)', this.#account, toJson(job));
  }
}
