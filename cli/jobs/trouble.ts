import type { ClientEvent } from '../../lib/index.js';
import { urlDoubt, whatIsWrong, type UrlDoubt } from './what-is-wrong.js';

/** Requests of this process fail. */
export interface RequestTrouble {
  readonly type: 'requests';
  /** A clause, such as `cannot reach http://127.0.0.1:3000: connection refused (ECONNREFUSED)`. */
  readonly what: string;
  /** Set until the first response, if a wrong URL may be the reason. */
  readonly doubt?: UrlDoubt | undefined;
  /** When the next request is sent at the latest: epoch ms. */
  readonly retryAt: number;
  /** Failed attempts in a row. */
  readonly attempts: number;
  /** Until when the circuit breaker sends nothing: epoch ms. */
  readonly openUntil?: number | undefined;
}

/** Workers do not poll what is due: the database says so, or does not respond. Reported at once. */
export interface WorkerTrouble {
  readonly type: 'workers';
  /** A clause, such as `no worker polls for account main`. */
  readonly what: string;
}

/** What keeps jobs from being polled. */
export type Trouble = RequestTrouble | WorkerTrouble;

/** The service that the requests go to. */
export interface Service {
  readonly url: string;
  /** Whether it has ever responded. */
  readonly hasAnswered: boolean;
}

/** The trouble after one more event; undefined while the service works. */
export function troubleAfter(
  earlier: Trouble | undefined,
  event: ClientEvent,
  service: Service,
): RequestTrouble | undefined {
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
        what: whatIsWrong(error, service.url),
        doubt: service.hasAnswered ? undefined : urlDoubt(error),
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
        doubt: before === undefined && !service.hasAnswered ? 'possible' : before?.doubt,
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

/** Failed attempts in a row after which a wrong URL is not just a temporary DNS failure. */
const SURE_AFTER = 3;

/** Is it certain that no attempt will succeed? */
export const isLasting = ({ doubt, attempts, openUntil }: RequestTrouble): boolean =>
  doubt === 'certain' && (attempts >= SURE_AFTER || openUntil !== undefined);
