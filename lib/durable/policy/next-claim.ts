import type { Claim } from '../engine/claims.js';

/** With nothing due, a worker claims so often nevertheless, in ms: hints may be lost. */
const IDLE_MS = 30_000;
/** While nothing may be sent: another worker's probe may end that sooner than was said. */
const HELD_MS = 1000;
/** The shortest wait when an engine says to wait, in ms. */
const LEAST_MS = 1;

/** When to claim again. */
export interface NextClaim {
  readonly waitMs: number;
  /** A hint may shorten the wait. */
  readonly isHinted: boolean;
}

/** When to claim again after an engine's answer, whatever numbers it gives. */
export function nextClaim(claim: Claim<unknown>): NextClaim {
  if (claim.type !== 'wait') return { waitMs: 0, isHinted: false };
  const { reason, waitMs = Infinity } = claim;
  const wholeMs = waitMs >= LEAST_MS ? Math.ceil(waitMs) : LEAST_MS;
  return { waitMs: Math.min(wholeMs, reason === 'idle' ? IDLE_MS : HELD_MS), isHinted: reason !== 'rate' };
}
