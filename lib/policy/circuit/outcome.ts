import {
  isProtocolError,
  isRateLimitError,
  isRetryableError,
  isRequestError,
  isServerError,
} from '../../model/errors.js';

/** What a request says about the health of the service. `neutral`: nothing, as when it was cancelled. */
export type Outcome = 'success' | 'failure' | 'neutral';

/** What an error of a request says about the health of the service. */
export function outcomeOf(error: unknown): Outcome {
  if (isRateLimitError(error)) return 'neutral';
  if (isServerError(error)) return saysNotNow(error) ? 'neutral' : 'failure';
  if (isRetryableError(error) || isProtocolError(error)) return 'failure';
  // A refusal with an HTTP status shows that the service is alive; without one, nobody was reached.
  return isRequestError(error) && error.status !== undefined ? 'success' : 'neutral';
}

/** A throttle is not a fault: 409 and 425 always, 503 when it names a time. */
function saysNotNow({ status, retryAfterMs }: { status: number; retryAfterMs?: number }): boolean {
  return status === 409 || status === 425 || (status === 503 && retryAfterMs !== undefined);
}
