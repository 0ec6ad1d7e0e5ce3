import type { Context } from 'hono';
import type { Env } from '../http/env.js';
import { isLoopback } from '../http/loopback.js';

/**
 * Whether a request was sent to a name of this machine, or to the address it arrived at.
 *
 * Any other name may be an attacker's that resolves to 127.0.0.1 (DNS rebinding): to the browser, their page and this
 * backend then have the same origin.
 */
export const isOwnHost = (c: Context<{ Bindings: Env }>, allowedHosts: readonly string[]): boolean => {
  const host = `http://${c.req.header('host') ?? new URL(c.req.url).host}`;
  if (!URL.canParse(host)) return false;
  const { hostname } = new URL(host);
  const { localAddress = '' } = c.env.incoming?.socket ?? {};
  const own = [...allowedHosts, localAddress.replace(/^::ffff:(?=\d+\.)/, '')];
  return isLoopback(hostname) || own.some(name => name === hostname || `[${name}]` === hostname);
};
