import type { Claim } from '../../engine/claims.js';

/** The longest wait while nothing is due, in ms, since a hint may get lost. */
const IDLE_MS = 30_000;
/** The longest wait while nothing may be sent, in ms, since another worker's probe may succeed earlier. */
const HELD_MS = 1000;
/** The shortest wait when an engine says to wait, in ms. */
const LEAST_MS = 1;

/** When to claim again. */
export interface NextClaim {
  readonly waitMs: number;
  /** A hint may shorten the wait. */
  readonly isHinted: boolean;
}

/** When to claim again, whatever numbers the engine gives. */
export function nextClaim(claim: Claim<unknown>): NextClaim {
  if (claim.type !== 'wait') return { waitMs: 0, isHinted: false };
  const { reason, waitMs = Infinity } = claim;
  const wholeMs = waitMs >= LEAST_MS ? Math.ceil(waitMs) : LEAST_MS;
  return { waitMs: Math.min(wholeMs, reason === 'idle' ? IDLE_MS : HELD_MS), isHinted: reason !== 'rate' };
}
