import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { endpointOf, otherEndpoint, targetOf } from './endpoint.js';
import type { Faults } from '../faults/faults.js';
import { serveFault } from '../faults/serve-fault.js';
import { sleep } from '../values/sleep.js';
import type { RequestEntry, Stats } from './stats.js';
import { wireOf } from '../faults/wire/wire-of.js';

type Env = Partial<HttpBindings>;

/** What answers a request once no fault has taken it: the routes. */
export type Handle = (request: Request, env?: Env) => Response | Promise<Response>;

export interface GateOptions {
  readonly stats: Stats;
  readonly faults: Faults;
  /** Told of each request once it is answered; absent: nobody wants to know. */
  readonly onRequest?: ((entry: RequestEntry) => void) | undefined;
  readonly requestId: () => string;
  readonly now: () => number;
  /** Whether `now` is not the time of day, so that Node's own `Date` header would tell another time. */
  readonly hasOwnClock: boolean;
}

/**
 * What every request passes on its way to the routes: it is counted, delayed, and may meet a fault.
 *
 * It stands around the app instead of in it: a middleware makes Hono answer asynchronously, which costs about a third of its
 * speed. With no fault to ask for and nobody listening, a request is counted and handed on in the same tick.
 */
export const gate = (
  handle: Handle,
  { stats, faults, onRequest, requestId, now, hasOwnClock }: GateOptions,
): Handle => {
  const dated = (response: Response, env: Env): Response => {
    const isDatedByNode = env.incoming !== undefined && !hasOwnClock;
    if (!isDatedByNode && !response.headers.has('date')) {
      response.headers.set('date', new Date(now()).toUTCString());
    }
    return response;
  };

  const answer = async (request: Request, env: Env): Promise<Response> =>
    dated(await handle(request, env), env);

  const slowly = async (request: Request, env: Env, target: string, endpoint: string): Promise<Response> => {
    const at = now();
    const startedAt = performance.now();
    const fate = endpoint === otherEndpoint ? { latencyMs: 0 } : faults.next(request.method, target);
    let isTold = false;
    const tell = (status?: number) => {
      if (isTold) return;
      isTold = true;
      onRequest?.({
        at,
        method: request.method,
        target,
        endpoint,
        headers: Object.fromEntries(request.headers),
        ...(status !== undefined && { status }),
        ...(fate.fault !== undefined && { fault: fate.fault.kind }),
        durationMs: performance.now() - startedAt,
      });
    };
    // A client that leaves is told of too, and does not wait for an answer.
    if (onRequest !== undefined) request.signal.addEventListener('abort', () => tell());

    if (fate.latencyMs > 0) await sleep(fate.latencyMs, request.signal);
    try {
      if (fate.fault !== undefined) stats.countFault(fate.fault.kind);
      const response =
        fate.fault === undefined
          ? await answer(request, env)
          : await serveFault(fate.fault, {
              request,
              wire: wireOf(request, env),
              hasSocket: env.incoming !== undefined,
              answer: () => answer(request, env),
              requestId,
              now,
            });
      if (response === RESPONSE_ALREADY_SENT) {
        tell();
        return response;
      }
      tell(response.status);
      return dated(response, env);
    } catch (error) {
      tell();
      throw error;
    }
  };

  return (request, env = {}) => {
    const target = targetOf(request.url);
    const endpoint = endpointOf(request.method, target);
    stats.count(endpoint);
    const isPlain = faults.idle && onRequest === undefined && !hasOwnClock && env.incoming !== undefined;
    return isPlain ? handle(request, env) : slowly(request, env, target, endpoint);
  };
};
