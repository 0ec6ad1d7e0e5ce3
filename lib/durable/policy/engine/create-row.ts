import type { JobId } from '../../../model/job.js';
import { NO_ATTEMPTS } from '../../../policy/retry/retry.js';
import type { Lease } from '../../engine/claims.js';
import type { ClaimedCreate, CreateSettlement, CreateStatus, NewCreate } from '../../engine/creates.js';
import type { StoredError } from '../../engine/watches.js';
import { withLease } from './take.js';

/** All that is stored of one create. Each function here returns the row after a call of the engine; an engine in SQL does the same in its statements. */
export interface CreateRow extends ClaimedCreate {
  readonly digest: string;
  /** When its next attempt is due; while it is claimed, when its lease ends. */
  readonly dueAt: number;
  readonly lease?: string | undefined;
  /** Absent: it is open. */
  readonly end?: CreateEnd | undefined;
}

/** How a create ended. */
export type CreateEnd = { readonly at: number } & (
  { readonly jobIds: readonly JobId[] } | { readonly error: StoredError }
);

/** A create is added. An open one only gets the later deadline of the two, one that has succeeded is left unchanged, and one that failed starts again and keeps what is known of earlier attempts. */
export function addedCreate(before: CreateRow | undefined, create: NewCreate, now: number): CreateRow {
  const { key, request, digest, terms, timeoutMs } = create;
  const deadlineAt = now + timeoutMs;
  if (before !== undefined) {
    const { type } = statusOf(before);
    if (type === 'open' && deadlineAt > before.deadlineAt) return { ...before, deadlineAt };
    if (type !== 'failed') return before;
  }
  return {
    ...(before ?? { key, request, digest, terms }),
    attempts: NO_ATTEMPTS,
    startedAt: now,
    deadlineAt,
    dueAt: now,
    end: undefined,
  };
}

/** The status of a create. */
export function statusOf({ key, known, end }: CreateRow): CreateStatus {
  if (end === undefined) return { key, type: 'open', jobIds: known?.jobIds };
  return 'jobIds' in end
    ? { key, type: 'created', jobIds: end.jobIds }
    : { key, type: 'failed', error: end.error };
}

/** A create is claimed to be sent. @param sentAt From then on a job may exist. */
export const claimedCreate = (row: CreateRow, lease: Lease, sentAt: number): CreateRow => ({
  ...withLease(row, lease),
  firstSentAt: row.firstSentAt ?? sentAt,
});

/** A claimed create is settled. */
export function settledCreate(row: CreateRow, settlement: CreateSettlement, now: number): CreateRow {
  const released = { ...row, lease: undefined };
  switch (settlement.type) {
    case 'created':
      return { ...released, known: undefined, end: { at: now, jobIds: settlement.jobIds } };
    case 'failed':
      return { ...released, ...knownOf(row, settlement), end: { at: now, error: settlement.error } };
    case 'again': {
      const { attempts, dueInMs } = settlement;
      return { ...released, ...knownOf(row, settlement), attempts, dueAt: now + dueInMs };
    }
  }
}

/** Where no unknown job can exist, it is forgotten that one may have been sent. */
const knownOf = (
  { firstSentAt }: CreateRow,
  { isUncertain, known }: Exclude<CreateSettlement, { readonly type: 'created' }>,
): Pick<CreateRow, 'firstSentAt' | 'known'> => ({
  firstSentAt: isUncertain ? firstSentAt : undefined,
  known,
});
