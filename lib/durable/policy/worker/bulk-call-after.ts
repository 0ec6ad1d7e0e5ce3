import { whenAnswered, whenBulkFailed, type BulkCall } from '../../../policy/bulk/bulk-call.js';
import { bulkFailureOf } from '../../../policy/bulk/bulk-failure.js';
import type { CheckedOutcome } from './poll-outcome.js';

/** What is known of the service's bulk call after a request for `count` jobs. */
export function bulkCallAfter(call: BulkCall, count: number, outcome: CheckedOutcome, now: number): BulkCall {
  if (outcome.type === 'reports') return whenAnswered(call, count);
  return outcome.type === 'failure' && count > 1
    ? whenBulkFailed(call, bulkFailureOf(outcome.error), now)
    : call;
}
