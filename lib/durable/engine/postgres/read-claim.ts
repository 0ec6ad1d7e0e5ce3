import { initialCircuit, type CircuitState } from '../../../policy/circuit/circuit-state.js';
import { NO_ATTEMPTS } from '../../../policy/retry/retry.js';
import type { Claim, StoredCircuit, WaitReason } from '../claims.js';
import type { ClaimedCreate } from '../creates.js';
import { fromJson } from '../json.js';
import type { ClaimedWatch } from '../watches.js';
import { fromRow, toNumber, toNumberOrNull, type WatchRow } from './row.js';

/** What `heygen_rx.claim_json` writes. */
interface ClaimJson {
  readonly type: 'send' | 'expired' | 'wait';
  readonly now: number;
  readonly lease: string;
  readonly circuit: CircuitState | null;
  readonly circuitVersion: number;
  readonly reason: WaitReason;
  readonly waitMs: number | null;
}

/** The circuit of an account; in the database it is null until it is first written. */
export const toCircuit = (version: unknown, state: unknown): StoredCircuit => ({
  version: toNumber(version),
  state: fromJson<CircuitState>(state) ?? initialCircuit,
});

/** The result of a claim: the first row has it, and what it took is in the others; a create is in the same row. */
export function readClaim<T>(rows: readonly unknown[], readTaken: (rows: readonly unknown[]) => T): Claim<T> {
  const [head, ...others] = rows;
  const claim = fromJson<ClaimJson>((head as { readonly claim: unknown }).claim)!;
  const { type, now, lease, reason, waitMs } = claim;
  switch (type) {
    case 'wait':
      return { type, now, reason, waitMs: waitMs ?? undefined };
    case 'send':
      return {
        type,
        lease,
        now,
        circuit: toCircuit(claim.circuitVersion, claim.circuit),
        taken: readTaken(others),
      };
    case 'expired':
      return {
        type,
        lease,
        now,
        reason: reason === 'circuit' ? 'circuit' : 'silence',
        taken: readTaken(others),
      };
  }
}

/** The watches of a claim. */
export const readClaimedWatches = (rows: readonly unknown[]): readonly ClaimedWatch[] =>
  (rows as readonly (WatchRow & { readonly terms: unknown })[]).map(row => ({
    ...fromRow(row),
    terms: fromJson(row.terms),
  }));

interface CreateRow {
  readonly key: string;
  readonly request: unknown;
  readonly terms: unknown;
  readonly attempts: unknown;
  readonly known: unknown;
  readonly started_at: unknown;
  readonly deadline_at: unknown;
  readonly first_sent_at: unknown;
}

/** The one create of a claim. */
export function readClaimedCreate([row]: readonly unknown[]): ClaimedCreate {
  const { key, request, terms, attempts, known, started_at, deadline_at, first_sent_at } = row as CreateRow;
  return {
    key,
    request: fromJson(request)!,
    terms: fromJson(terms),
    attempts: fromJson(attempts) ?? NO_ATTEMPTS,
    known: fromJson(known),
    startedAt: toNumber(started_at),
    deadlineAt: toNumber(deadline_at),
    firstSentAt: toNumberOrNull(first_sent_at) ?? undefined,
  };
}
