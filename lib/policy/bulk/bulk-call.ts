import type { BulkFailure } from './bulk-failure.js';
import { REMEMBERED_MS } from './bulk-limit.js';

/** What is known of a service's bulk call. */
export interface BulkCall {
  /** How often the service has turned out to have none. */
  readonly denials: number;
  /** Until when it counts as having none: epoch ms. */
  readonly deniedUntil: number;
  /** What has been answered since the last denial. */
  readonly answered: 'nothing' | 'single requests' | 'bulk requests';
}

/** The bulk call of a service before the first request. */
export const untriedBulkCall: BulkCall = { denials: 0, deniedUntil: 0, answered: 'nothing' };

/** A status request for `count` jobs was answered. */
export function whenAnswered(call: BulkCall, count: number): BulkCall {
  const answered = count > 1 ? 'bulk requests' : 'single requests';
  return call.answered === answered || call.answered === 'bulk requests' ? call : { ...call, answered };
}

/**
 * A bulk request failed. A service that says so has no bulk call; in effect neither has one whose bulk call fails and has never worked,  while single requests are
 * answered. The first time it could be a misrouted proxy; the second time it counts for as long as a refusal.
 */
export function whenBulkFailed(call: BulkCall, failure: BulkFailure, now: number): BulkCall {
  const neverWorks = failure === 'fail and split' && call.answered === 'single requests';
  if (failure !== 'no bulk call' && !neverWorks) return call;
  const denials = call.denials + 1;
  return { denials, deniedUntil: denials >= 2 ? now + REMEMBERED_MS : now, answered: 'nothing' };
}
