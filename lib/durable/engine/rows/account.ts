import type { CircuitState } from '../../../policy/circuit/circuit-state.js';
import { settledCreate } from '../../policy/engine/create-row.js';
import { afterSilenceReport, ofService, swapped } from '../../policy/engine/gate.js';
import type { CircuitSwap, Claim, ClaimTerms, Lane, SilenceReport } from '../claims.js';
import type { ClaimedCreate, CreateSettlement } from '../creates.js';
import type { ObservedPage } from '../observed-page.js';
import type { EngineStats } from '../stats.js';
import type { ClaimedWatch, Settlement } from '../watches.js';
import { AccountCreates } from './account-creates.js';
import type { AccountRows } from './account-rows.js';
import { AccountWatches, type SettledWatch } from './account-watches.js';
import { claimLane, type ClaimableLane } from './claim-lane.js';

/** What an engine can do with one account. Each method runs in a transaction. */
export class Account {
  readonly watches: AccountWatches;
  readonly creates: AccountCreates;
  readonly #rows: AccountRows;

  constructor(rows: AccountRows) {
    this.#rows = rows;
    this.watches = new AccountWatches(rows);
    this.creates = new AccountCreates(rows.creates);
  }

  /** Adds watches or creates that are meant for a service. If the add is refused, the account's service is left unchanged too: an engine in memory has no transaction to roll back. */
  addFor<T>(service: string | undefined, add: () => T): T {
    const before = this.#rows.gate;
    const gate = ofService(before, service);
    const added = add();
    if (gate !== before) this.#rows.gate = gate;
    return added;
  }

  claimWatches(limit: number, terms: ClaimTerms, now: number): Claim<readonly ClaimedWatch[]> {
    return this.#claim('poll', this.watches, limit, terms, now);
  }

  claimCreate(terms: ClaimTerms, now: number): Claim<ClaimedCreate> {
    return this.#claim('create', this.creates, 1, terms, now);
  }

  /** Returns those that the lease still held. */
  settleWatches(
    lease: string,
    settlements: readonly Settlement[],
    silence: SilenceReport | undefined,
    now: number,
  ): readonly SettledWatch[] {
    this.#noteSilence('poll', lease, silence, now);
    const settled = this.watches.settle(lease, settlements, now);
    for (const { observed } of settled) if (observed !== undefined) this.#rows.observed.add(observed);
    return settled;
  }

  /** Returns whether the lease still held it. */
  settleCreate(
    key: string,
    lease: string,
    settlement: CreateSettlement,
    silence: SilenceReport | undefined,
    now: number,
  ): boolean {
    const row = this.#rows.creates.get(key);
    const isHeld = row?.lease === lease;
    // First, since ids may be refused: then nothing has changed, not even in memory.
    if (isHeld && settlement.type === 'created') this.watches.add(settlement.watches, now);
    this.#noteSilence('create', lease, silence, now);
    if (isHeld) this.#rows.creates.put(settledCreate(row, settlement, now));
    return isHeld;
  }

  swapCircuit(version: number, next: CircuitState): CircuitSwap {
    const { gate } = this.#rows;
    const { isSwapped, ...circuit } = swapped(gate.circuit, version, next);
    this.#rows.gate = { ...gate, circuit };
    return { ...circuit, isSwapped };
  }

  readObserved(cursor: string | undefined): ObservedPage {
    return this.#rows.observed.read(cursor);
  }

  stats(now: number): EngineStats {
    const { watches, creates, gate } = this.#rows;
    const silentMs = (lane: Lane): number => Math.max(0, gate.silences[lane].askedUntil - now);
    return {
      watches: { ...watches.figures(now), silentMs: silentMs('poll') },
      creates: { ...creates.figures(now), silentMs: silentMs('create') },
      circuit: gate.circuit,
    };
  }

  clean(before: number, limit: number): number {
    const { watches, creates } = this.#rows;
    return watches.deleteEnded(before, limit) + creates.deleteEnded(before, limit);
  }

  #claim<T>(
    lane: Lane,
    claimable: ClaimableLane<T>,
    limit: number,
    terms: ClaimTerms,
    now: number,
  ): Claim<T> {
    const before = this.#rows.gate;
    const newLease = (): string => this.#rows.newLease();
    const { claim, gate } = claimLane(ofService(before, terms.service), {
      lane,
      claimable,
      limit,
      terms,
      now,
      newLease,
    });
    if (gate !== before) this.#rows.gate = gate;
    return claim;
  }

  #noteSilence(lane: Lane, lease: string, report: SilenceReport | undefined, now: number): void {
    const { gate } = this.#rows;
    const { silences } = gate;
    const silence = afterSilenceReport(silences[lane], lease, report, now);
    if (silence !== silences[lane]) {
      this.#rows.gate = { ...gate, silences: { ...silences, [lane]: silence } };
    }
  }
}
