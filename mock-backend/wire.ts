import type { HttpBindings } from '@hono/node-server';
import { memoryWire } from './memory-wire.js';
import { socketWire } from './socket-wire.js';

/** How a connection breaks: with a reset, with a clean end, or by silence. */
export type Break = 'reset' | 'end' | 'stall';

/** What HTTP lets a server do to a client beyond answering it. */
export interface Wire {
  /** Breaks before a single byte of an answer. */
  breakOff(how: Break): Promise<Response>;
  /** Sends the head and half of the body, then breaks. */
  breakMidway(answer: Response, how: Break): Promise<Response>;
  /** A status that a `Response` cannot have, such as 999. */
  odd(status: number, headers: Record<string, string>, body: string): Promise<Response>;
  /** 1xx, and then the answer. */
  inform(status: 100 | 102 | 103, answer: Response): Promise<Response>;
  /** Bytes of our own in place of an answer, then the end. */
  raw(bytes: string): Promise<Response>;
}

/** The socket of a request that came through one; without a port, the nearest that a `Response` can do. */
export const wireOf = (request: Request, env: Partial<HttpBindings>): Wire =>
  env.incoming !== undefined && env.outgoing !== undefined
    ? socketWire(env.incoming, env.outgoing)
    : memoryWire(request.signal);
