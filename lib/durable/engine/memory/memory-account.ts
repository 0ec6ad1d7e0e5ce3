import type { JobId } from '../../../model/job.js';
import type { CircuitState } from '../../../policy/circuit/circuit.js';
import { admit, afterSilenceReport, openGate, swapped, type AccountGate } from '../../policy/gate.js';
import type { Claim, ClaimTerms, Lane, SilenceReport, StoredCircuit } from '../claims.js';
import type { ClaimedCreate, CreateSettlement } from '../creates.js';
import type { EngineStats, Hint, LaneStats } from '../engine.js';
import type { ClaimedWatch, Settlement } from '../watches.js';
import type { Lease } from './lease.js';
import { MemoryCreates } from './memory-creates.js';
import { MemoryObserved } from './memory-observed.js';
import { MemoryWatches } from './memory-watches.js';

/** Something that can be claimed. */
interface Claimable<T> {
  /** When the first is due; undefined where none is open. */
  readonly firstDueAt: number | undefined;
  take(limit: number, lease: Lease, now: number): T;
  /** Undefined where none is. */
  takeExpired(limit: number, lease: Lease, now: number): T | undefined;
  stats(now: number): Omit<LaneStats, 'silentMs'>;
}

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
    const laneStats = (lane: Lane, claimable: Claimable<unknown>): LaneStats => ({
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
    const { firstDueAt } = claimable;
    if (firstDueAt === undefined || now < firstDueAt) {
      return {
        type: 'wait',
        now,
        reason: 'idle',
        waitMs: firstDueAt === undefined ? undefined : firstDueAt - now,
      };
    }
    const lease = String(++this.#leases);
    const admission = admit(this.#gate, { ...terms, lane, lease, now });
    if (admission.type === 'admitted') {
      this.#gate = admission.gate;
      const taken = claimable.take(limit, { lease, until: now + terms.leaseMs }, now);
      return { type: 'send', lease, now, circuit: this.#gate.circuit, taken };
    }
    const { reason, waitMs } = admission;
    const expired =
      reason === 'rate'
        ? undefined
        : claimable.takeExpired(limit, { lease, until: now + terms.leaseMs }, now);
    return reason === 'rate' || expired === undefined
      ? { type: 'wait', now, reason, waitMs }
      : { type: 'expired', lease, now, reason, taken: expired };
  }

  #noteSilence(lane: Lane, lease: string, report: SilenceReport | undefined, now: number): void {
    const { silences } = this.#gate;
    const silence = afterSilenceReport(silences[lane], lease, report, now);
    this.#gate = { ...this.#gate, silences: { ...silences, [lane]: silence } };
  }
}
