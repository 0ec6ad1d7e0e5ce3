import type { Context } from 'hono';

/** The scheme, host and port that a client used to reach the backend. */
export const originOf = (c: Context): string => new URL(c.req.url).origin;
