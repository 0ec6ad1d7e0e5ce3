import { textOf } from '../../../model/checks.js';
import { CircuitBreakerError, ProtocolError, type TranslationError } from '../../../model/errors.js';
import type { JobId } from '../../../model/job.js';
import type { StatusReport } from '../../../model/status-report.js';
import { bulkFailureOf, type BulkFailure } from '../../../policy/bulk/bulk-failure.js';
import { matchInBulk } from '../../../policy/bulk/match-reports.js';
import type { WatchInput } from '../../../policy/watch/decision.js';
import { findsOpen } from '../../../policy/watch/read-report.js';
import type { WaitReason } from '../../engine/claims.js';
import type { CheckedOutcome } from './poll-outcome.js';

/** What the outcome of a poll means for one watch. */
export type PollMeaning =
  | {
      readonly type: 'decide';
      readonly input: WatchInput;
      /** The request was for several jobs, and may have failed because of that. */
      readonly bulkFailure?: Extract<BulkFailure, 'fail and split'>;
      /** A bulk response says that the job is open. */
      readonly isOpen?: boolean;
    }
  /** Poll again at once: nothing is known yet, except that the service has the job if `isSeen`. */
  | { readonly type: 'again'; readonly how: 'alone' | 'in half'; readonly isSeen: boolean }
  | { readonly type: 'unchanged' };

/** What the outcome of a request means for each of its jobs. */
export function meaningsOf(jobIds: readonly JobId[], outcome: CheckedOutcome): (jobId: JobId) => PollMeaning {
  switch (outcome.type) {
    case 'aborted':
      return () => ({ type: 'unchanged' });
    case 'expired':
      return () => ({ type: 'decide', input: expiredInput(outcome.reason) });
    case 'failure':
      return failureMeaning(jobIds, outcome.error);
    case 'reports':
      return jobIds.length === 1
        ? jobId => decideBy(storable(outcome.byId.get(jobId)!, jobId))
        : bulkMeaning(outcome.byId);
  }
}

function bulkMeaning(byId: ReadonlyMap<JobId, StatusReport>): (jobId: JobId) => PollMeaning {
  return jobId => {
    const report = byId.get(jobId);
    const match = matchInBulk(report, jobId);
    return match === 'report'
      ? { ...decideBy(storable(report!, jobId)), isOpen: findsOpen(report) }
      : { type: 'again', how: 'alone', isSeen: match === 'seen' };
  };
}

function failureMeaning(jobIds: readonly JobId[], error: TranslationError): () => PollMeaning {
  if (jobIds.length === 1) return () => decideBy(error);
  const decide = { type: 'decide', input: { type: 'failure', error, isBulk: true } } as const;
  const failure = bulkFailureOf(error);
  switch (failure) {
    case 'no bulk call':
      return () => ({ type: 'again', how: 'alone', isSeen: false });
    case 'split':
      return () => ({ type: 'again', how: 'in half', isSeen: false });
    case 'fail and split':
      return () => ({ ...decide, bulkFailure: failure });
    case 'fail':
      return () => decide;
  }
}

const decideBy = (
  response: StatusReport | TranslationError,
): Extract<PollMeaning, { readonly type: 'decide' }> => ({
  type: 'decide',
  input:
    response instanceof Error ? { type: 'failure', error: response } : { type: 'report', report: response },
});

/**
 * The report with a copy of its result, as plain JSON: what it is made of may throw, or say something else, when it is read again. Without a copy, one job's result could keep those of
 * all jobs of its request from being stored.
 */
function storable(report: StatusReport, jobId: JobId): StatusReport | ProtocolError {
  try {
    const result: unknown = report.result;
    if (result === undefined || result === null) return report;
    const json = JSON.stringify(result) as string | undefined;
    const copy: unknown = json === undefined ? undefined : JSON.parse(json);
    // Its other fields may be getters.
    return Object.create(report, { result: { value: copy } }) as StatusReport;
  } catch (thrown) {
    return new ProtocolError(`The response for job ${jobId} cannot be stored as JSON: ${textOf(thrown)}`);
  }
}

/** As for a last poll in one process: it fails if the circuit is open, and is too late if the service asked for silence. */
const expiredInput = (reason: WaitReason): WatchInput =>
  reason === 'circuit'
    ? { type: 'failure', error: new CircuitBreakerError('Nothing was sent: the circuit is open') }
    : { type: 'deadline' };
