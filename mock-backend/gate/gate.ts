import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Fault } from '../faults/fault-kinds.js';
import type { Faults } from '../faults/faults.js';
import { serveFault } from '../faults/serve/serve-fault.js';
import { wireOf } from '../faults/wire/wire-of.js';
import type { JobStore } from '../jobs/job-store.js';
import { sleep } from '../values/sleep.js';
import { endpointOf, otherEndpoint, targetOf } from '../http/endpoint.js';
import type { Env } from '../http/env.js';
import { isPreflight, withCors } from './cors.js';
import { dated, undated, type DateClock } from './date-header.js';
import { reportRequest } from './report-request.js';
import type { RequestEntry, Stats } from './stats.js';
import { withinLimit } from './within-limit.js';

/** Responds to a request without a fault: the routes. */
export type Handle = (request: Request, env?: Env) => Response | Promise<Response>;

export interface GateOptions extends DateClock {
  readonly stats: Stats;
  readonly faults: Faults;
  readonly jobs: JobStore;
  /** Called with each request after its response. */
  readonly onRequest?: ((entry: RequestEntry) => void) | undefined;
  readonly requestId: () => string;
  /** The largest request body that is read. */
  readonly maxBodyBytes: number;
}

/**
 * What every request passes before the routes: it is counted and delayed, may meet a fault, and has a size limit; pages from this
 * machine may read the response.
 *
 * It wraps the app: a middleware makes Hono respond asynchronously, which costs about a third of its
 * speed. A plain poll (no fault pending, no log, no page) is counted and passed on in the same tick.
 */
export const gate = (handle: Handle, options: GateOptions): Handle => {
  const { stats, faults, jobs, onRequest, requestId, now, hasOwnClock, maxBodyBytes } = options;

  /** The response of the routes, without faults. */
  const respond = async (request: Request, env: Env): Promise<Response> => {
    const response = isPreflight(request)
      ? new Response(null, { status: 204 })
      : await withinLimit(request, env, maxBodyBytes, handle);
    return withCors(dated(response, env, options), request);
  };

  const throughFaults = async (
    request: Request,
    env: Env,
    target: string,
    endpoint: string,
  ): Promise<Response> => {
    const { latencyMs, fault } =
      endpoint === otherEndpoint ? { latencyMs: 0 } : faults.next(request.method, target);
    const report = onRequest && reportRequest({ request, target, endpoint, fault }, onRequest, now());

    if (latencyMs > 0) await sleep(latencyMs, request.signal);
    if (fault !== undefined) stats.countFault(fault.kind);
    try {
      const response =
        fault === undefined
          ? await respond(request, env)
          : await serveFault(fault, {
              request,
              wire: wireOf(request, env),
              hasSocket: env.incoming !== undefined,
              next: () => respond(request, env),
              jobs,
              requestId,
              now,
            });
      const isSent = response === RESPONSE_ALREADY_SENT;
      report?.(isSent ? undefined : response.status);
      if (isSent) return response;
      const sent = isUndated(fault) ? undated(response, env) : dated(response, env, options);
      return withCors(sent, request);
    } catch (error) {
      report?.();
      throw error;
    }
  };

  return (request, env = {}) => {
    const target = targetOf(request.url);
    const endpoint = endpointOf(request.method, target);
    stats.count(endpoint);
    const isQuiet = faults.idle && onRequest === undefined && !hasOwnClock;
    const isPlain = isQuiet && request.method === 'GET' && env.incoming?.headers.origin === undefined;
    return isPlain && env.incoming !== undefined
      ? handle(request, env)
      : throughFaults(request, env, target, endpoint);
  };
};

const isUndated = (fault: Fault | undefined): boolean =>
  fault?.kind === 'status' && fault.withoutDate === true;
