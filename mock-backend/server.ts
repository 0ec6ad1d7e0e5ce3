import { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createMockBackend } from './app.js';
import { dashboard } from './control/dashboard.js';
import type { MockBackend } from './mock-backend.js';
import { anObject, listenSchema, type StartOptions } from './options/start-options.js';
import { refuseUnless } from './values/refuse-unless.js';

/** A mock backend that listens on a port. */
export interface RunningMockBackend {
  /** Its URL, without a trailing slash. */
  readonly url: string;
  /** The backend itself: its jobs, faults and counts. */
  readonly app: MockBackend;
  /** Stops listening and breaks every open connection, stalled ones included. */
  close(): Promise<void>;
}

/**
 * Serves a mock backend over HTTP, with the dashboard at `/` unless another one is given.
 *
 * @throws TypeError (rejects) for an unknown option, or one out of bounds
 * @throws Error (rejects) if it cannot listen on the port
 * @example
 * const backend = await startMockBackend({ port: 3000, processingMs: [2000, 8000], faults: 0.05 });
 * console.log(backend.url);
 * await backend.close();
 */
export const startMockBackend = async (options: StartOptions = {}): Promise<RunningMockBackend> => {
  refuseUnless(anObject, options, 'Cannot start the mock backend');
  const { port = 0, host = '127.0.0.1', keepAliveMs = 5000, ...backendOptions } = options;
  refuseUnless(listenSchema, { port, host, keepAliveMs }, 'Cannot start the mock backend');
  const app = createMockBackend({
    dashboard,
    ...backendOptions,
    allowedHosts: [...(options.allowedHosts ?? []), ...hostName(host)],
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  if (!(server instanceof Server)) throw new Error('Cannot start the mock backend: not an HTTP/1.1 server');
  server.keepAliveTimeout = keepAliveMs;
  await listening(server, port, host);
  const { port: taken, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${host}]` : host}:${taken}`,
    app,
    close: () =>
      new Promise(resolve => {
        app.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** The address to listen on, as in a `URL`; empty if it is not valid in one. */
const hostName = (host: string): readonly string[] => {
  const url = `http://${host.includes(':') ? `[${host}]` : host}`;
  return URL.canParse(url) ? [new URL(url).hostname] : [];
};

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? `port ${port} is taken` : error.message;
      reject(new Error(`Cannot start the mock backend: ${why}`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
