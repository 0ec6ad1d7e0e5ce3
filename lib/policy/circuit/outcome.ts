import {
  isNetworkError,
  isProtocolError,
  isRateLimitError,
  isRequestError,
  isServerError,
} from '../../model/errors.js';
import { isLate } from '../watch/lateness.js';

/** What a request says about the health of the service. `neutral` means nothing, for example if it was cancelled. */
export type Outcome = 'success' | 'failure' | 'neutral';

/**
 * What an error of a request says about the health of the service.
 *
 * @param lateMs How long after its time limit the request ended, in ms: after a sleep of the machine all requests fail at once.
 */
export function outcomeOf(error: unknown, lateMs = 0): Outcome {
  if (isLate(lateMs) || isRateLimitError(error)) return 'neutral';
  if (isServerError(error)) return asksToWait(error) ? 'neutral' : 'failure';
  if (isNetworkError(error) || isProtocolError(error)) return 'failure';
  // A refusal with an HTTP status shows that the service is up. Other errors say nothing.
  return isRequestError(error) && error.status !== undefined ? 'success' : 'neutral';
}

/** A service that asks to wait is not down: 409 and 425 always say so, 503 with a Retry-After. */
function asksToWait({ status, retryAfterMs }: { status: number; retryAfterMs?: number }): boolean {
  return status === 409 || status === 425 || (status === 503 && retryAfterMs !== undefined);
}
