import { admit, type AccountGate } from '../../policy/engine/gate.js';
import type { Claim, ClaimTerms, Lane, Lease } from '../claims.js';

/** One lane of an account, as a claim sees it. */
export interface ClaimableLane<T> {
  /** When the first is due. Absent: none is open. */
  readonly firstDueAt: number | undefined;
  /** Takes what is due, for one request. */
  take(limit: number, lease: Lease, now: number): T;
  /** Takes what is due and past its deadline, to be ended. Absent: there is nothing. */
  takeExpired(limit: number, lease: Lease, now: number): T | undefined;
}

/** A claim to be made. */
export interface ClaimRequest<T> {
  readonly lane: Lane;
  readonly claimable: ClaimableLane<T>;
  readonly limit: number;
  readonly terms: ClaimTerms;
  readonly now: number;
  /** A lease that no other claim has. */
  readonly newLease: () => string;
}

/** Makes a claim. Returns what it got, and the account's gate after it. */
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
    const taken = claimable.take(limit, { lease, until }, now);
    const { circuit } = admission.gate;
    return { gate: admission.gate, claim: { type: 'send', lease, now, circuit, taken } };
  }
  const { reason, waitMs } = admission;
  const taken = reason === 'rate' ? undefined : claimable.takeExpired(limit, { lease, until }, now);
  return {
    gate,
    claim:
      reason === 'rate' || taken === undefined
        ? { type: 'wait', now, reason, waitMs }
        : { type: 'expired', lease, now, reason, taken },
  };
}
