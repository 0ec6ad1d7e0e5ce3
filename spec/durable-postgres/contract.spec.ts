import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { describeEngine } from '../durable/engine/contract/describe-engine.js';
import { openPoolOfFile, openServer } from './support/opened.js';
import { testedEngine } from './support/tested-engine.js';

describeEngine('on PostgreSQL', async () => {
  const server = await openServer();
  const pool = openPoolOfFile({ ...server.config, max: 12 });
  return testedEngine(pool, postgresEngine({ database: pool, listen: () => pool.connect() }));
});
