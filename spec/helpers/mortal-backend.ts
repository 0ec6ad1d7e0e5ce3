import type { AddressInfo, Socket } from 'node:net';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import {
  createMockBackend,
  dashboard,
  type MockBackend,
  type MockBackendOptions,
} from '../../mock-backend/index.js';

/** A backend whose process can die and restart at the same address, with its jobs kept. */
export interface MortalBackend {
  readonly url: string;
  readonly app: MockBackend;
  /** Breaks all connections and refuses new ones. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  /** Polls and creates that reached it. */
  requests(): number;
}

export const startMortalBackend = async (options: MockBackendOptions = {}): Promise<MortalBackend> => {
  const app = createMockBackend({ dashboard, ...options });
  let server = await listen(app, 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    app,
    kill: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    revive: async () => {
      server = await listen(app, port);
    },
    requests: () =>
      Object.entries(app.stats.requests)
        .filter(([endpoint]) => endpoint !== 'other')
        .reduce((sum, [, count]) => sum + count, 0),
  };
};

const listen = (app: MockBackend, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createAdaptorServer({ fetch: app.fetch }) as Server;
    server.on('connection', (socket: Socket) => socket.on('error', () => undefined));
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
