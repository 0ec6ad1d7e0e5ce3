import {
  isNetworkError,
  isProtocolError,
  isRateLimitError,
  isServerError,
  type ClientEvent,
} from '../../lib/index.js';

/** Requests of this process fail. A single failure is not reported: the next attempt may succeed. */
export interface RequestTrouble {
  readonly type: 'requests';
  /** A clause, such as `the service is unreachable (ECONNREFUSED)`. */
  readonly what: string;
  /** When the next request is sent at the latest: epoch ms. */
  readonly retryAt: number;
  /** Failed attempts in a row. */
  readonly attempts: number;
  /** Until when the circuit breaker sends nothing: epoch ms. */
  readonly openUntil?: number | undefined;
}

/** Workers do not poll what is due: the database says so, or does not answer. Reported at once. */
export interface WorkerTrouble {
  readonly type: 'workers';
  /** A clause, such as `no worker polls for account main`. */
  readonly what: string;
}

/** What keeps jobs from being polled. */
export type Trouble = RequestTrouble | WorkerTrouble;

/** The trouble after one more event; undefined while the service works. */
export function troubleAfter(earlier: Trouble | undefined, event: ClientEvent): RequestTrouble | undefined {
  const before = earlier?.type === 'requests' ? earlier : undefined;
  switch (event.type) {
    case 'RETRY_ATTEMPTED': {
      const { error, at, attempt, delayMs } = event;
      const openUntil =
        before?.openUntil !== undefined && before.openUntil > at ? before.openUntil : undefined;
      const ownRetryAt = Math.max(at + delayMs, openUntil ?? 0);
      const { retryAt: otherRetryAt = 0 } = before ?? {};
      const isAnotherEarlier = otherRetryAt > at && otherRetryAt < ownRetryAt;
      return {
        type: 'requests',
        what: whatIsWrong(error),
        retryAt: isAnotherEarlier ? otherRetryAt : ownRetryAt,
        attempts: Math.max(attempt, before?.attempts ?? 0),
        openUntil,
      };
    }
    case 'CIRCUIT_BREAKER_OPENED': {
      const openUntil = event.at + (event.delayMs ?? 0);
      return {
        type: 'requests',
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
