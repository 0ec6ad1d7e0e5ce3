import {
  isCircuitBreakerError,
  isNetworkError,
  isProtocolError,
  isRateLimitError,
  isRetryableError,
  type TranslationError,
} from '../../model/errors.js';

/** `code` of the error with which a transport says that the service has no bulk call. */
export const NO_BULK_CALL = 'no_bulk_call';

/** What the failure of a bulk request means for the polls in it. */
export type BulkFailure =
  /** The service has no bulk call: each job is polled alone. */
  | 'no bulk call'
  /** It says nothing about any one job: send again at once, half as many together. */
  | 'split'
  /** As in an outage, it costs each poll an attempt. If it persists, half as many are sent together, in case one of the jobs is the cause. */
  | 'fail and split'
  /** The network, or throttling: the number of jobs did not matter. */
  | 'fail';

/** What the error of a bulk request means for the polls in it. */
export function bulkFailureOf(error: TranslationError): BulkFailure {
  const { code, cause } = error as TranslationError & { readonly code?: string };
  if (isProtocolError(error)) return code === 'body_too_large' ? 'split' : 'fail and split';
  // Anything else would end a watch before its first report, which only a single response may do.
  if (!isRetryableError(error) && !isCircuitBreakerError(error)) {
    return code === NO_BULK_CALL ? 'no bulk call' : 'split';
  }
  // With a cause, a custom transport failed, perhaps while reading what the service says about one of the jobs.
  const isNetwork = isNetworkError(error) && code !== 'timeout' && cause === undefined;
  return isNetwork || isRateLimitError(error) ? 'fail' : 'fail and split';
}
