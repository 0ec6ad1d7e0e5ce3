import type { AddressInfo } from 'node:net';
import { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { z } from 'zod';
import { createMockBackend, type MockBackend } from './app.js';
import { dashboard } from './dashboard-routes.js';
import type { MockBackendOptions } from './options.js';
import { refuseUnless } from './refuse.js';

export interface StartOptions extends MockBackendOptions {
  /**
   * 0 takes a free one.
   * @default 0
   */
  readonly port?: number | undefined;
  /**
   * The address to listen at.
   * @default '127.0.0.1'
   */
  readonly host?: string | undefined;
  /**
   * After how long an idle connection is closed, in ms.
   * @default 5000, as Node does
   */
  readonly keepAliveMs?: number | undefined;
}

export interface RunningMockBackend {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly app: MockBackend;
  /** Stops listening and breaks every open connection, stalled ones included. */
  close(): Promise<void>;
}

const listenSchema = z.object({
  port: z
    .int({ error: 'must be a whole number' })
    .min(0, 'must be at least 0')
    .max(65_535, 'must be at most 65535'),
  host: z.string({ error: 'must be text' }),
  keepAliveMs: z.number({ error: 'must be milliseconds' }).min(0, 'must be at least 0'),
});

/**
 * Serves a mock backend over HTTP, with the dashboard at `/` unless another one is given.
 *
 * @throws TypeError (rejects) for an option that is unknown or out of bounds
 * @throws Error (rejects) when the port cannot be had
 */
export const startMockBackend = async (options: StartOptions = {}): Promise<RunningMockBackend> => {
  const { port = 0, host = '127.0.0.1', keepAliveMs = 5000, ...backendOptions } = options;
  refuseUnless(listenSchema, { port, host, keepAliveMs }, 'Cannot start the mock backend');
  const app = createMockBackend({ dashboard, ...backendOptions });
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

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? `port ${port} is taken` : error.message;
      reject(new Error(`Cannot start the mock backend: ${why}`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
