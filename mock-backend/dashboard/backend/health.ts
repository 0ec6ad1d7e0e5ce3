import type { Outcome } from '../jobs/sent-request.js';

/** What the page knows about the backend's condition. */
export interface Health {
  /** Whether the page's own last request, which is exempt from faults, got a response; undefined before the first. */
  readonly isReached: boolean | undefined;
  /** Whether an outage is turned on, according to the backend. */
  readonly isInOutage: boolean;
  /** How the last request that failed ended, if that was a moment ago. */
  readonly lastFailure: Outcome | undefined;
}

/** What is wrong, as the beginning of a sentence; undefined while nothing is known to be. */
export const causeOf = ({ isReached, isInOutage, lastFailure }: Health): string | undefined => {
  if (isReached === false) return 'The backend cannot be reached';
  if (!isInOutage) return undefined;
  switch (lastFailure?.kind) {
    case undefined:
      return 'An outage is turned on';
    case 'response':
      return `The backend responds with ${lastFailure.status}`;
    case 'no connection':
      return 'The backend closes every connection';
    case 'no response':
      return 'The backend does not respond';
    default:
      return 'The backend sends broken responses';
  }
};

/** The same in a word or two. */
export const healthText = ({ isReached, isInOutage }: Health): string => {
  if (isReached === undefined) return 'unknown';
  if (!isReached) return 'cannot be reached';
  return isInOutage ? 'outage' : 'up';
};
