// What specs open. All of it is closed whatever happens in them: if it stayed open, jest would not exit after a failure.
import { afterAll, afterEach } from '@jest/globals';
import pg from 'pg';
import { startPostgres, type PostgresServer, type PostgresServerOptions } from './postgres-server.js';

type Close = () => unknown;

const ofTest: Close[] = [];
const ofFile: Close[] = [];

/** What was opened last is closed first. */
async function closeAll(closes: Close[]): Promise<void> {
  while (closes.length > 0) await closes.pop()!();
}

afterEach(() => closeAll(ofTest));
afterAll(() => closeAll(ofFile));

/** Does this after the test that is running. */
export const afterTest = (close: Close): void => void ofTest.push(close);

/** A server for all tests of a file. */
export async function openServer(options?: PostgresServerOptions): Promise<PostgresServer> {
  const server = await startPostgres(options);
  ofFile.push(() => server.remove());
  return server;
}

/** A pool for the test that is running. */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  afterTest(() => pool.ending || pool.end());
  return pool;
}

/** A pool for all tests of a file. */
export function openPoolOfFile(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  ofFile.push(() => pool.ending || pool.end());
  return pool;
}

/** A connection for the test that is running. */
export async function openClient(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  afterTest(() => client.end());
  await client.connect();
  return client;
}
