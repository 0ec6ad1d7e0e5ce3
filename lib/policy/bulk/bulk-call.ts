import type { BulkFailure } from './bulk-failure.js';
import { REMEMBERED_MS } from './bulk-limit.js';

/** What is known of a service's bulk call. */
export interface BulkCall {
  /** How often the service turned out to have none. */
  readonly denials: number;
  /** Until when it counts as having none: epoch ms. */
  readonly deniedUntil: number;
  /** Which kinds of request have succeeded since the service last turned out to have none. */
  readonly answered: 'nothing' | 'single requests' | 'bulk requests';
}

/** The bulk call of a service before the first request. */
export const untriedBulkCall: BulkCall = { denials: 0, deniedUntil: 0, answered: 'nothing' };

/** A status request for `count` jobs succeeded. */
export function whenAnswered(call: BulkCall, count: number): BulkCall {
  const answered = count > 1 ? 'bulk requests' : 'single requests';
  return call.answered === answered || call.answered === 'bulk requests' ? call : { ...call, answered };
}

/**
 * A bulk request failed. The service has no bulk call if it says so, or if its bulk call has never worked while single requests succeed. The first time, a misrouted
 * proxy may be the cause, so it is soon tried again; from the second time on, it counts for as long as a refusal.
 */
export function whenBulkFailed(call: BulkCall, failure: BulkFailure, now: number): BulkCall {
  const neverWorks = failure === 'fail and split' && call.answered === 'single requests';
  if (failure !== 'no bulk call' && !neverWorks) return call;
  const denials = call.denials + 1;
  return { denials, deniedUntil: denials >= 2 ? now + REMEMBERED_MS : now, answered: 'nothing' };
}
