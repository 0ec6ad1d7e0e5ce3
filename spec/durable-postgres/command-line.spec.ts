import { beforeAll, expect, it } from '@jest/globals';
import { heygenRx } from '../cli/support/command-line.js';
import { durableStory } from '../cli/support/durable-story.js';
import { openServer } from './support/opened.js';
import { query, type PostgresServer } from './support/postgres-server.js';

const PASSWORD = 'correct-horse';

let server: PostgresServer;
let address: (password: string) => string;
beforeAll(async () => {
  server = await openServer();
  const { host, user, database } = server.config;
  address = password => `postgres://${user}:${password}@/${database}?host=${encodeURIComponent(host)}`;
});

it('the command line works durably with PostgreSQL, and never shows the password', () =>
  durableStory(address(PASSWORD), PASSWORD));

it('a worker says when the database has gone and is back, and finishes its work', async () => {
  const worker = heygenRx([
    'worker',
    '--database-url',
    address(PASSWORD),
    '--base-url',
    'http://127.0.0.1:2',
    '--account',
    'another',
  ]);
  await worker.says(/0 watches open/);
  await server.crash();
  await worker.says(/The database is not responding \(.+\); retrying\./);
  await server.start();
  await worker.says(/The database is responding again\./);
  worker.interrupt();
  expect(await worker.exitCode).toBe(0);
  const connections = await query(
    server.config,
    `select from pg_stat_activity where application_name = 'heygen-rx'`,
  );
  expect(connections).toEqual([]);
});

it('says that no worker polls', async () => {
  const run = heygenRx(['watch', 'job-1', '--database-url', address(PASSWORD), '--account', 'nobody']);
  await run.says(/No worker polls for account nobody: start one with `heygen-rx worker`\./);
  run.interrupt();
  expect(await run.exitCode).toBe(130);
});
