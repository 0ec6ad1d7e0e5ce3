import { admit, type AccountGate } from '../policy/engine/gate.js';
import type { Claim, ClaimTerms, Lane } from './claims.js';

/** What a claim gives to what it takes. */
export interface Lease {
  readonly lease: string;
  readonly until: number;
}

/** Something that can be claimed. */
export interface Claimable<T> {
  /** When the first is due; undefined where none is open. */
  readonly firstDueAt: number | undefined;
  take(limit: number, lease: Lease, now: number): T;
  /** Undefined where none is. */
  takeExpired(limit: number, lease: Lease, now: number): T | undefined;
}

/** A claim to be made. */
export interface ClaimRequest<T> {
  readonly lane: Lane;
  readonly claimable: Claimable<T>;
  readonly limit: number;
  readonly terms: ClaimTerms;
  readonly now: number;
  /** A lease that no other claim has. */
  readonly newLease: () => string;
}

/** Makes a claim, in an engine that runs in JavaScript: what is claimed, and the account's gate afterwards. */
export function claimLane<T>(
  gate: AccountGate,
  { lane, claimable, limit, terms, now, newLease }: ClaimRequest<T>,
): { readonly claim: Claim<T>; readonly gate: AccountGate } {
  const { firstDueAt } = claimable;
  if (firstDueAt === undefined || now < firstDueAt) {
    const waitMs = firstDueAt === undefined ? undefined : firstDueAt - now;
    return { gate, claim: { type: 'wait', now, reason: 'idle', waitMs } };
  }
  const lease = newLease();
  const until = now + terms.leaseMs;
  const admission = admit(gate, { ...terms, lane, lease, now });
  if (admission.type === 'admitted') {
    const { circuit } = admission.gate;
    const taken = claimable.take(limit, { lease, until }, now);
    return { gate: admission.gate, claim: { type: 'send', lease, now, circuit, taken } };
  }
  const { reason, waitMs } = admission;
  const expired = reason === 'rate' ? undefined : claimable.takeExpired(limit, { lease, until }, now);
  return {
    gate,
    claim:
      reason === 'rate' || expired === undefined
        ? { type: 'wait', now, reason, waitMs }
        : { type: 'expired', lease, now, reason, taken: expired },
  };
}
