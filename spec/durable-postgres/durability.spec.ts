import { expect } from '@jest/globals';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { until } from '../helpers/until.js';
import { openPool, openServer } from './support/opened.js';
import { query, type PostgresServer } from './support/postgres-server.js';
import { ACCOUNT, newWatch, run, sent, TERMS } from './support/watches.js';

it('what is stored survives a crash of a database that does not wait for the disk', async () => {
  const settings = { synchronous_commit: 'off', wal_writer_delay: '10s' };
  const server = await openServer({ isDurable: true, settings });
  const open = () => {
    const pool = openPool({ ...server.config, max: 2 });
    return { pool, engine: postgresEngine({ database: pool }) };
  };
  const before = open();
  await run(before.engine.stats(ACCOUNT));
  await stopWalWriter(server.config);
  await run(before.engine.addCreates(ACCOUNT, [{ key: 'k', request: {}, digest: '', timeoutMs: 60_000 }]));
  const { now } = sent(await run(before.engine.claimCreate(ACCOUNT, TERMS)));
  await run(before.engine.addWatches(ACCOUNT, [newWatch('a')]));
  await server.crash();
  await before.pool.end();
  await server.start();

  const after = open();
  const again = { ...TERMS, leaseMs: 0 };
  expect((await run(after.engine.readWatches(ACCOUNT, [{ jobId: 'a', version: 0 }]))).missing).toEqual([]);
  // Its first attempt may have been sent: that is known.
  await after.pool.query('update heygen_rx.creation set due_at = 0');
  const { firstSentAt } = sent(await run(after.engine.claimCreate(ACCOUNT, again))).taken;
  expect(firstSentAt).toBe(now);
});

/** From now on nothing is written to the disk but what a commit waits for. Stopped only while it sleeps, as it does most of the time: it holds no lock then. */
async function stopWalWriter(config: PostgresServer['config']): Promise<void> {
  const sleeping = `select pid from pg_stat_activity where backend_type = 'walwriter' and wait_event = 'WalWriterMain'`;
  const pid = await until(
    'the WAL writer sleeps',
    async () => (await query<{ pid: number }>(config, sleeping))[0]?.pid,
  );
  process.kill(pid, 'SIGSTOP');
}
