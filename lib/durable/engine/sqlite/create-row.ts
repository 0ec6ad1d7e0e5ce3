import type { JobId } from '../../../model/job.js';
import type { TranslationRequest } from '../../../model/request.js';
import type { Attempts } from '../../../policy/retry/retry.js';
import type { ClaimedCreate, CreateStatus } from '../creates.js';
import { fromJson } from '../json.js';
import type { StoredError } from '../watches.js';
import type { SqlRow } from './database.js';

/** A row as a claim gives it. */
export function claimedOf(row: SqlRow): ClaimedCreate {
  return {
    key: String(row.key),
    request: fromJson<TranslationRequest>(row.request)!,
    terms: fromJson(row.terms),
    attempts: fromJson<Attempts>(row.attempts)!,
    startedAt: Number(row.started_at),
    deadlineAt: Number(row.deadline_at),
    firstSentAt: row.first_sent_at == null ? undefined : Number(row.first_sent_at),
  };
}

/** Where a create stands. */
export function statusOf(row: SqlRow): CreateStatus {
  const key = String(row.key);
  if (row.ended_at === null) return { key, type: 'open' };
  return row.job_ids === null
    ? { key, type: 'failed', error: fromJson<StoredError>(row.error)! }
    : { key, type: 'created', jobIds: fromJson<readonly JobId[]>(row.job_ids)! };
}
