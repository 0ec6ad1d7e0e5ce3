import { expect } from '@jest/globals';
import pg from 'pg';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { query, startPostgres } from './support/postgres-server.js';
import { ACCOUNT, newWatch, run, sent, TERMS } from './support/watches.js';

it('what is stored survives a crash of a database that does not wait for the disk', async () => {
  const server = await startPostgres({ isDurable: true, settings: { synchronous_commit: 'off' } });
  const open = () => {
    const pool = new pg.Pool({ ...server.config, max: 2 });
    return { pool, engine: postgresEngine({ database: pool }) };
  };
  const before = open();
  await run(before.engine.stats(ACCOUNT));
  // Nothing is written to the disk but what a commit waits for.
  const [writer] = await query<{ pid: number }>(
    server.config,
    `select pid from pg_stat_activity where backend_type = 'walwriter'`,
  );
  process.kill(writer!.pid, 'SIGSTOP');
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
  await after.pool.end();
  await server.remove();
});
