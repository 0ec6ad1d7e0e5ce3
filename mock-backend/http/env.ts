import type { HttpBindings } from '@hono/node-server';

/** What Node knows of a request: its socket, in `incoming` and `outgoing`. Empty for an app that is called without a port. */
export type Env = Partial<HttpBindings>;
