/** The rate of the workers, and for how long they hold what they claim: shorter than a worker would, so that a round does not take half a minute. */
export const PER_SECOND = 40;
export const LEASE_MS = 3000;
