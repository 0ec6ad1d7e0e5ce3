import {
  isNetworkError,
  isProtocolError,
  isRateLimitError,
  isServerError,
  type ClientEvent,
} from '../../lib/index.js';

/** What is wrong with the service. */
export interface Trouble {
  /** A clause, such as `the service is unreachable (ECONNREFUSED)`. */
  readonly what: string;
  /** When the next request is sent at the latest: epoch ms. Absent: not known. */
  readonly retryAt?: number | undefined;
  /** Failed attempts in a row. */
  readonly attempts: number;
  /** Until when the circuit breaker sends nothing: epoch ms. */
  readonly openUntil?: number | undefined;
}

/** The trouble after one more event; undefined while the service works. */
export function troubleAfter(before: Trouble | undefined, event: ClientEvent): Trouble | undefined {
  switch (event.type) {
    case 'RETRY_ATTEMPTED': {
      const { error, at, attempt, delayMs } = event;
      const openUntil =
        before?.openUntil !== undefined && before.openUntil > at ? before.openUntil : undefined;
      const ownRetryAt = Math.max(at + delayMs, openUntil ?? 0);
      const { retryAt: otherRetryAt = 0 } = before ?? {};
      const isAnotherEarlier = otherRetryAt > at && otherRetryAt < ownRetryAt;
      return {
        what: whatIsWrong(error),
        retryAt: isAnotherEarlier ? otherRetryAt : ownRetryAt,
        attempts: Math.max(attempt, before?.attempts ?? 0),
        openUntil,
      };
    }
    case 'CIRCUIT_BREAKER_OPENED': {
      const openUntil = event.at + (event.delayMs ?? 0);
      return {
        what: before?.what ?? 'the service keeps failing',
        attempts: before?.attempts ?? 1,
        retryAt: openUntil,
        openUntil,
      };
    }
    case 'CIRCUIT_BREAKER_CLOSED':
    case 'JOB_CREATED':
      return undefined;
    default:
      return before;
  }
}

function whatIsWrong(error: unknown): string {
  if (isNetworkError(error)) {
    return error.code === 'timeout' || error.code === undefined
      ? 'the service does not answer'
      : `the service is unreachable (${error.code})`;
  }
  if (isRateLimitError(error)) return 'the service limits requests (429)';
  if (isServerError(error)) return `the service fails (${error.status})`;
  return isProtocolError(error) ? 'the service sends unreadable answers' : 'the service keeps failing';
}
