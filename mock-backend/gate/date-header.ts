import type { Env } from '../http/env.js';

/** The clock of a backend. */
export interface DateClock {
  readonly now: () => number;
  /** Whether `now` is not the time of day, so that Node's own `Date` header would be wrong. */
  readonly hasOwnClock: boolean;
}

/** The response with a `Date` header, unless it has one or Node adds it. */
export const dated = (response: Response, env: Env, { now, hasOwnClock }: DateClock): Response => {
  const isDatedByNode = env.incoming !== undefined && !hasOwnClock;
  if (!isDatedByNode && !response.headers.has('date')) {
    response.headers.set('date', new Date(now()).toUTCString());
  }
  return response;
};

/** The response without a `Date` header: Node adds none either. */
export const undated = (response: Response, { outgoing }: Env): Response => {
  if (outgoing !== undefined) outgoing.sendDate = false;
  return response;
};
