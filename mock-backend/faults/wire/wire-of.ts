import type { HttpBindings } from '@hono/node-server';
import { memoryWire } from './memory-wire.js';
import { socketWire } from './socket-wire.js';
import type { Wire } from './wire.js';

/** The socket of a request; without one, the closest that a `Response` can do. */
export const wireOf = (request: Request, env: Partial<HttpBindings>): Wire =>
  env.incoming !== undefined && env.outgoing !== undefined
    ? socketWire(env.incoming, env.outgoing)
    : memoryWire(request.signal);
