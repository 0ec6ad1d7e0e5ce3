import { isTranslationError, type TranslationError } from '../../../model/errors.js';
import type { JobId } from '../../../model/job.js';
import type { StatusReport } from '../../../model/status-report.js';
import { problemWith, reportsById } from '../../../policy/bulk/match-reports.js';
import type { WaitReason } from '../../engine/claims.js';

/** How a claim of watches ended. */
export type PollOutcome =
  | { readonly type: 'response'; readonly response: unknown }
  | { readonly type: 'failure'; readonly error: TranslationError }
  /** The worker stopped before a response came. */
  | { readonly type: 'aborted' }
  /** Nothing could be sent before the deadlines. */
  | { readonly type: 'expired'; readonly reason: WaitReason };

/** The outcome with its reports, by the ids of their jobs. A response that makes no sense as a whole is a failure. */
export type CheckedOutcome =
  | Exclude<PollOutcome, { readonly type: 'response' }>
  | { readonly type: 'reports'; readonly byId: ReadonlyMap<JobId, StatusReport> };

/** Checks the response to a request for these jobs. */
export function checkedOutcome(jobIds: readonly JobId[], outcome: PollOutcome): CheckedOutcome {
  if (outcome.type !== 'response') return outcome;
  const byId =
    jobIds.length === 1 ? onlyReport(jobIds[0]!, outcome.response) : reportsById(outcome.response, jobIds);
  return isTranslationError(byId) ? { type: 'failure', error: byId } : { type: 'reports', byId };
}

const onlyReport = (jobId: JobId, response: unknown): ReadonlyMap<JobId, StatusReport> | TranslationError =>
  problemWith(response, jobId) ?? new Map([[jobId, response as StatusReport]]);
