import type { JobId } from '../../../model/job.js';
import type { CircuitState } from '../../../policy/circuit/circuit.js';
import { afterSilenceReport, openGate, swapped, type AccountGate } from '../../policy/engine/gate.js';
import { claimLane, type Claimable } from '../claim-lane.js';
import type { Claim, ClaimTerms, Lane, SilenceReport, StoredCircuit } from '../claims.js';
import type { ClaimedCreate, CreateSettlement } from '../creates.js';
import type { EngineStats, Hint, LaneStats } from '../engine.js';
import type { ClaimedWatch, Settlement } from '../watches.js';
import { MemoryCreates } from './memory-creates.js';
import { MemoryObserved } from './memory-observed.js';
import { MemoryWatches } from './memory-watches.js';

/** All that one account has. */
export class MemoryAccount {
  readonly observed = new MemoryObserved();
  readonly watches: MemoryWatches;
  readonly creates: MemoryCreates;
  #gate: AccountGate = openGate;
  #leases = 0;

  constructor(hint: (hint: Hint) => void) {
    this.watches = new MemoryWatches(hint);
    this.creates = new MemoryCreates(hint, this.watches);
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
  ): readonly JobId[] {
    this.#noteSilence('poll', lease, silence, now);
    const settled = this.watches.settle(lease, settlements, now);
    for (const { observed } of settled) if (observed !== undefined) this.observed.add(observed);
    return settled.map(({ state }) => state.jobId);
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
    const circuit = swapped(this.#gate.circuit, version, next);
    this.#gate = { ...this.#gate, circuit };
    return circuit;
  }

  stats(now: number): EngineStats {
    const laneStats = (lane: Lane, claimable: MemoryWatches | MemoryCreates): LaneStats => ({
      ...claimable.stats(now),
      silentMs: Math.max(0, this.#gate.silences[lane].askedUntil - now),
    });
    return {
      watches: laneStats('poll', this.watches),
      creates: laneStats('create', this.creates),
      circuit: this.#gate.circuit,
    };
  }

  clean(before: number, limit: number): number {
    return this.watches.clean(before, limit) + this.creates.clean(before, limit);
  }

  #claim<T>(lane: Lane, claimable: Claimable<T>, limit: number, terms: ClaimTerms, now: number): Claim<T> {
    const newLease = (): string => String(++this.#leases);
    const { claim, gate } = claimLane(this.#gate, { lane, claimable, limit, terms, now, newLease });
    this.#gate = gate;
    return claim;
  }

  #noteSilence(lane: Lane, lease: string, report: SilenceReport | undefined, now: number): void {
    const { silences } = this.#gate;
    const silence = afterSilenceReport(silences[lane], lease, report, now);
    this.#gate = { ...this.#gate, silences: { ...silences, [lane]: silence } };
  }
}
