import { isTranslationError, type TranslationError } from '../../../model/errors.js';
import type { JobId } from '../../../model/job.js';
import { whenAnswered, whenBulkFailed, type BulkCall } from '../../../policy/bulk/bulk-call.js';
import { bulkFailureOf } from '../../../policy/bulk/bulk-failure.js';
import { problemWith, reportsById } from '../../../policy/bulk/match-answer.js';
import type { PollOutcome } from './poll-outcome.js';

/** What is known of the service's bulk call after a request for these jobs. */
export function bulkCallAfter(
  call: BulkCall,
  jobIds: readonly JobId[],
  outcome: PollOutcome,
  now: number,
): BulkCall {
  const failure = failureOf(jobIds, outcome);
  if (failure !== undefined)
    return jobIds.length > 1 ? whenBulkFailed(call, bulkFailureOf(failure), now) : call;
  return outcome.type === 'answer' ? whenAnswered(call, jobIds.length) : call;
}

function failureOf(jobIds: readonly JobId[], outcome: PollOutcome): TranslationError | undefined {
  if (outcome.type === 'failure') return outcome.error;
  if (outcome.type !== 'answer') return undefined;
  const [first] = jobIds;
  if (jobIds.length === 1) return problemWith(outcome.answer, first!);
  const reports = reportsById(outcome.answer, jobIds);
  return isTranslationError(reports) ? reports : undefined;
}
