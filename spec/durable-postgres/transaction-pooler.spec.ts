import pg from 'pg';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { describeEngine } from '../durable/engine/contract/describe-engine.js';
import { startPostgres } from './support/postgres-server.js';
import { setClock } from './support/set-clock.js';
import { throughTransactionPooler } from './support/transaction-pooler.js';
import { ACCOUNT, run } from './support/watches.js';

describeEngine('on PostgreSQL, through a pooler of transactions', async () => {
  const server = await startPostgres();
  const pool = new pg.Pool({ ...server.config, max: 12 });
  const engine = postgresEngine({
    database: throughTransactionPooler(pool),
    // Straight to the database.
    listen: () => pool.connect(),
  });
  await run(engine.stats(ACCOUNT));
  let offsetMs = 0;
  return {
    engine,
    advance: async ms => {
      offsetMs += ms;
      await setClock(pool, offsetMs);
    },
    stop: async () => {
      await pool.end();
      await server.remove();
    },
  };
});
