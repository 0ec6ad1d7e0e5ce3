import {
  isNetworkError,
  isProtocolError,
  isRateLimitError,
  isServerError,
  type ClientEvent,
} from '../../lib/index.js';

/** The service does not answer as it should. */
export interface Trouble {
  /** One clause: `the service is unreachable (ECONNREFUSED)`. */
  readonly what: string;
  /** When the next request leaves at the latest: epoch ms. */
  readonly nextTryAt: number;
  /** Tries that failed in a row. */
  readonly tries: number;
  /** Until when the circuit breaker sends nothing: epoch ms. */
  readonly openUntil?: number | undefined;
}

/** What of the trouble is left after one more event; any answer ends it. */
export function troubleAfter(before: Trouble | undefined, event: ClientEvent): Trouble | undefined {
  switch (event.type) {
    case 'RETRY_ATTEMPTED': {
      const { error, at, attempt, delayMs } = event;
      const openUntil =
        before?.openUntil !== undefined && before.openUntil > at ? before.openUntil : undefined;
      const ownTryAt = Math.max(at + delayMs, openUntil ?? 0);
      const isEarlier = before !== undefined && before.nextTryAt > at && before.nextTryAt < ownTryAt;
      return {
        what: whatIsWrong(error),
        nextTryAt: isEarlier ? before.nextTryAt : ownTryAt,
        tries: Math.max(attempt, before?.tries ?? 0),
        openUntil,
      };
    }
    case 'CIRCUIT_BREAKER_OPENED': {
      const openUntil = event.at + (event.delayMs ?? 0);
      return {
        what: before?.what ?? 'the service is in trouble',
        tries: before?.tries ?? 1,
        nextTryAt: openUntil,
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
  if (isRateLimitError(error)) return 'the service asks for patience (429)';
  if (isServerError(error)) return `the service is in trouble (${error.status})`;
  return isProtocolError(error) ? 'the service answers nonsense' : 'the service is in trouble';
}
