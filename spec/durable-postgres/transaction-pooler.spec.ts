import pg from 'pg';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { describeEngine } from '../durable/engine/contract/describe-engine.js';
import { startPostgres } from './support/postgres-server.js';
import { testedEngine } from './support/tested-engine.js';
import { throughTransactionPooler } from './support/transaction-pooler.js';

describeEngine('on PostgreSQL, through a pooler of transactions', async () => {
  const server = await startPostgres();
  const pool = new pg.Pool({ ...server.config, max: 12 });
  // It listens straight at the database.
  const engine = postgresEngine({ database: throughTransactionPooler(pool), listen: () => pool.connect() });
  return testedEngine(server, pool, engine);
});
