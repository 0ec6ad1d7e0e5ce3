// The engine on PostgreSQL. Each call is one statement of `statements/`, which runs functions of `migrations/`: `parameters` turns arguments into its parameters, `read-claim` and
// `read-rows` turn rows into its value.
import { defer, from, map, switchMap, type Observable } from 'rxjs';
import { aFunction, checkOptions, checkRequired, having } from '../../../model/checks.js';
import type { JobId } from '../../../model/job.js';
import type { CircuitState } from '../../../policy/circuit/circuit-state.js';
import type { ClaimTerms, SilenceReport } from '../claims.js';
import type { CreateSettlement, NewCreate } from '../creates.js';
import type { DurableEngine } from '../engine.js';
import type { Hint } from '../hint.js';
import { isStorable } from '../../storable.js';
import type { NewWatch, SeenWatch, Settlement } from '../watches.js';
import { sharedConnection, untilConnected } from './connection.js';
import type { Database, ListenClient } from './database.js';
import { hintsOf, polledHint$ } from './hints.js';
import {
  ofCreateSettlement,
  ofNewCreates,
  ofNewWatches,
  ofSettlements,
  ofSilence,
  ofTerms,
} from './parameters.js';
import { readClaim, readClaimedCreate, readClaimedWatches } from './read-claim.js';
import {
  readChanged,
  readCircuitSwap,
  readCreateStatuses,
  readDeleted,
  readIsHeld,
  readJobIds,
  readObservedPage,
  readStats,
} from './read-rows.js';
import { StatementRunner } from './statement-runner.js';

/** Options of `postgresEngine`. */
export interface PostgresEngineOptions {
  /** A `Pool` of `pg`, or anything with a compatible `query`. A pooler in transaction mode is fine. The tables are in the schema `heygen_rx`, which the first call creates or updates. */
  readonly database: Database;
  /**
   * Returns a connected `Client` of `pg` to listen with, or `pool.connect()`. It must connect to the database directly, or through a pooler in session mode. It is called again whenever
   * the connection is lost; the engine closes the clients. Give each client an `error` listener before it connects: it may lose its connection before the engine has it, and Node ends a
   * process for an error that nobody listens to.
   * @default no notifications: the database is checked every 2 s
   */
  readonly listen?: (() => ListenClient | PromiseLike<ListenClient>) | undefined;
}

/**
 * An engine on PostgreSQL 13 or later, for any number of processes on any number of machines.
 *
 * @throws RangeError or TypeError naming the option, its bound and the value.
 * @example
 * import { Client, Pool } from 'pg';
 *
 * const connectionString = process.env.DATABASE_URL;
 * const engine = postgresEngine({
 *   database: new Pool({ connectionString, max: 4 }),
 *   listen: async () => {
 *     const listener = new Client({ connectionString });
 *     listener.on('error', () => undefined);
 *     await listener.connect();
 *     return listener;
 *   },
 * });
 */
export function postgresEngine(options: PostgresEngineOptions): DurableEngine {
  checkOptions('create an engine', options, { database: having('query'), listen: aFunction });
  checkRequired('create an engine', options, ['database']);
  return new PostgresEngine(options);
}

class PostgresEngine implements DurableEngine {
  readonly #statements: StatementRunner;
  readonly #hint$: (account: string) => Observable<Hint>;

  constructor({ database, listen }: PostgresEngineOptions) {
    this.#statements = new StatementRunner(database);
    // Without a listener, `pg` ends the process when an idle connection is lost. The next query tells whether the database is back.
    database.on?.('error', () => undefined);
    const connection$ = listen && sharedConnection(listen);
    this.#hint$ = account => (connection$ === undefined ? polledHint$ : hintsOf(account, connection$));
  }

  hint$(account: string) {
    return defer(() => from(this.#statements.ready())).pipe(
      untilConnected(),
      switchMap(() => this.#hint$(account)),
    );
  }

  addWatches(account: string, watches: readonly NewWatch[], service?: string) {
    return this.#run('addWatches', account, () => [...ofNewWatches(watches), service ?? null]);
  }

  readWatches(account: string, seen: readonly SeenWatch[]) {
    const known = seen.filter(({ jobId }) => isStorable(jobId));
    const unknown = seen.filter(({ jobId }) => !isStorable(jobId)).map(({ jobId }) => jobId);
    const parameters = [known.map(({ jobId }) => jobId), known.map(({ version }) => version)];
    return this.#run('readWatches', account, () => parameters).pipe(
      map(readChanged),
      map(({ changed, missing }) => ({ changed, missing: [...missing, ...unknown] })),
    );
  }

  wake(account: string, jobIds?: readonly JobId[]) {
    return this.#run('wake', account, () => [jobIds?.filter(isStorable) ?? null]);
  }

  forget(account: string, jobIds: readonly JobId[]) {
    return this.#run('forget', account, () => [jobIds.filter(isStorable)]);
  }

  addCreates(account: string, creates: readonly NewCreate[], service?: string) {
    return this.#run('addCreates', account, () => [...ofNewCreates(creates), service ?? null]).pipe(
      map(readCreateStatuses),
    );
  }

  readCreates(account: string, keys: readonly string[]) {
    return this.#run('readCreates', account, () => [keys.filter(isStorable)]).pipe(map(readCreateStatuses));
  }

  claimWatches(account: string, limit: number, terms: ClaimTerms) {
    return this.#run('claimWatches', account, () => [limit, ...ofTerms(terms)]).pipe(
      map(rows => readClaim(rows, readClaimedWatches)),
    );
  }

  settleWatches(account: string, lease: string, settlements: readonly Settlement[], silence?: SilenceReport) {
    return this.#run('settleWatches', account, () => [
      lease,
      ...ofSilence(silence),
      ...ofSettlements(settlements),
    ]).pipe(map(readJobIds));
  }

  claimCreate(account: string, terms: ClaimTerms) {
    return this.#run('claimCreate', account, () => ofTerms(terms)).pipe(
      map(rows => readClaim(rows, () => readClaimedCreate(rows))),
    );
  }

  settleCreate(
    account: string,
    key: string,
    lease: string,
    settlement: CreateSettlement,
    silence?: SilenceReport,
  ) {
    return this.#run('settleCreate', account, () => [
      key,
      lease,
      ...ofSilence(silence),
      ...ofCreateSettlement(settlement),
    ]).pipe(map(readIsHeld));
  }

  swapCircuit(account: string, version: number, next: CircuitState) {
    return this.#run('swapCircuit', account, () => [version, JSON.stringify(next)]).pipe(
      map(readCircuitSwap),
    );
  }

  readObserved(account: string, cursor = '0') {
    return this.#run('readObserved', account, () => [cursor]).pipe(
      map(rows => readObservedPage(rows, cursor)),
    );
  }

  stats(account: string) {
    return this.#run('stats', account, () => []).pipe(map(readStats));
  }

  clean(account: string, olderThanMs: number, limit: number) {
    return this.#run('clean', account, () => [olderThanMs, limit]).pipe(map(readDeleted));
  }

  #run(...statement: Parameters<StatementRunner['run']>) {
    return this.#statements.run(...statement);
  }
}
