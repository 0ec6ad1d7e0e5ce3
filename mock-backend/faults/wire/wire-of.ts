import type { Env } from '../../http/env.js';
import { memoryWire } from './memory-wire.js';
import { socketWire } from './socket-wire.js';
import type { Wire } from './wire.js';

/** The socket of a request; without one, the closest that a `Response` can do. */
export const wireOf = (request: Request, env: Env): Wire =>
  env.incoming !== undefined && env.outgoing !== undefined
    ? socketWire(env.incoming, env.outgoing)
    : memoryWire(request);
