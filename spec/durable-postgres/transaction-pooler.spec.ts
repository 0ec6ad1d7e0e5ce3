import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { describeEngine } from '../durable/engine/contract/describe-engine.js';
import { openPoolOfFile, openServer } from './support/opened.js';
import { testedEngine } from './support/tested-engine.js';
import { throughTransactionPooler } from './support/transaction-pooler.js';

describeEngine('on PostgreSQL, through a pooler of transactions', async () => {
  const server = await openServer();
  const pool = openPoolOfFile({ ...server.config, max: 12 });
  // It listens straight at the database.
  const engine = postgresEngine({ database: throughTransactionPooler(pool), listen: () => pool.connect() });
  return testedEngine(pool, engine);
});
